/** Whole scripts, hand-written: actions and their conflicts, flags, variables, what is refused. */
import { ENVELOPE, REQUIRE, type ScriptCase } from './case.ts';
import type { LetterName } from './letters.ts';

/** Each behind a `require` of everything that both sides know. */
const WITH_ALL = String.raw`
keep;
discard;
stop;
keep; keep;
discard; keep;
keep; discard;
discard; stop; keep;
stop; discard;
fileinto "A";
fileinto "A"; fileinto "A";
fileinto "A"; fileinto "a";
fileinto "INBOX"; keep;
fileinto "inbox"; keep;
fileinto "Inbox";
keep; fileinto "INBOX";
fileinto :copy "A";
fileinto :copy "A"; fileinto "B";
fileinto :copy "A"; discard;
fileinto :copy "A"; keep;
fileinto "A/B"; fileinto "Şeker";
fileinto :create "New";
fileinto :specialuse "\\Junk" "Spam";
fileinto :specialuse "\\Sent" "Elsewhere";
fileinto :flags "\\Seen" "A";
fileinto :flags ["\\Seen", "\\seen", "Work"] "A";
fileinto :flags "\\Seen \\Flagged  work" "A";
fileinto :flags "" "A";
fileinto :flags "\\Seen" "A"; fileinto "A";
fileinto "A"; fileinto :flags "\\Seen" "A";
fileinto :flags "a" "A"; fileinto :flags "b" "A";
fileinto :flags "a" "A"; fileinto :flags "b" "B";
keep :flags "\\Flagged";
keep :flags "\\Flagged"; keep;
keep; keep :flags "\\Flagged";
setflag "\\Seen";
addflag "\\Seen"; addflag "\\seen"; addflag "Work";
addflag ["\\Seen", "Work"]; removeflag "work";
addflag ["\\Seen", "Work"]; removeflag ["\\SEEN", "other"]; keep;
setflag "a b c"; removeflag "b";
setflag "a"; fileinto "A"; setflag "b"; fileinto "B";
setflag "a"; fileinto "A"; setflag "b"; keep;
setflag "a"; keep :flags "z";
setflag "a"; keep; setflag "b"; fileinto "INBOX";
setflag ["\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen"];
setflag "\\Recent";
setflag "\\Nonsense $Label1 NonJunk";
setflag "Şeker";
addflag "\\Seen"; if hasflag "\\seen" { fileinto "Y"; }
setflag "a b"; if hasflag :count "eq" :comparator "i;ascii-numeric" "2" { fileinto "Y"; }
setflag "a b"; if hasflag :contains "b" { fileinto "Y"; }
setflag "abc"; if hasflag :matches "a*" { fileinto "Y-${'$'}{1}"; }
setflag "v" "a b"; if hasflag "v" "b" { fileinto "Y"; }
setflag "v" "a b"; addflag "v" "c"; removeflag "v" "a"; fileinto :flags "${'$'}{v}" "A";
setflag "v" ["x", "y"]; fileinto "${'$'}{v}";
setflag "v" "a"; set "w" "b a"; if hasflag ["v", "w"] "b" { fileinto "Y"; }
setflag "v" "a"; set "w" "b a"; if hasflag :count "eq" :comparator "i;ascii-numeric" ["v", "w"] "3" { fileinto "Y"; }
redirect "a@example.org";
redirect "a@example.org"; redirect "a@example.org";
redirect "a@example.org"; redirect "A@example.org"; redirect "a@EXAMPLE.org";
redirect "<a@example.org>";
redirect "Some One <a@example.org>";
redirect "\"some one\"@example.org";
redirect :copy "a@example.org";
redirect :copy "a@example.org"; discard;
redirect "a@example.org"; keep;
redirect "a@example.org"; fileinto "A";
redirect "a@a.org"; redirect "b@a.org"; redirect "c@a.org"; redirect "d@a.org"; redirect "e@a.org";
redirect "a@a.org"; redirect "b@a.org"; redirect "c@a.org"; redirect "d@a.org"; redirect "d@a.org";
redirect "";
redirect "nobody";
redirect "a@b@c";
redirect "a@";
redirect "@b";
redirect "a b@c.d";
redirect "a@b.c, d@e.f";
redirect "a@b..c";
redirect ".a@b.c";
redirect "a@[192.0.2.1]";
redirect "a@-b.c";
redirect "a@b.c ";
set "x" "nobody"; redirect "${'$'}{x}";
set "x" "a@b.c"; redirect "${'$'}{x}";
reject "Not wanted";
reject "Two
lines";
reject "no"; stop;
reject "no"; discard;
discard; reject "no";
reject "no"; keep;
keep; reject "no";
reject "no"; fileinto "A";
fileinto "A"; reject "no";
fileinto :copy "A"; reject "no";
redirect "a@b.c"; reject "no";
reject "no"; redirect "a@b.c";
reject "no"; redirect :copy "a@b.c";
reject "no"; reject "no";
reject "no"; vacation "away";
vacation "away"; reject "no";
setflag "x"; reject "no";
vacation "Away";
vacation "Away"; vacation "Away";
vacation "Away"; discard;
vacation "Away"; keep;
vacation "Away"; fileinto "A";
vacation :days 3 "Away";
vacation :days 0 "Away";
vacation :days 1000 "Away";
vacation :seconds 1800 "Away";
vacation :seconds 0 "Away";
vacation :days 3 :seconds 3 "Away";
vacation :subject "Gone fishing" "Away";
vacation :subject "Uçtum" :from "Tim <tim@example.org>" "Away";
vacation :from "tim@example.org" "Away";
vacation :from "nonsense" "Away";
vacation :addresses ["a@b.c", "d@e.f"] "Away";
vacation :addresses "nonsense" "Away";
vacation :handle "h" "Away";
vacation :mime "Content-Type: text/plain

Away";
vacation text:
Dear reader,
..
.. dots
.
;
vacation :days 1 :days 2 "Away";
vacation;
vacation 3;
set "a" "1"; fileinto "${'$'}{a}${'$'}{A}";
set "a" "x"; set "b" "${'$'}{a}y"; fileinto "${'$'}{b}";
set :lower "a" "ABC Ş"; fileinto "${'$'}{a}";
set :upper "a" "abc ş"; fileinto "${'$'}{a}";
set :upperfirst "a" "abc"; fileinto "${'$'}{a}";
set :lowerfirst "a" "ABC"; fileinto "${'$'}{a}";
set :upperfirst :lower "a" "aBC"; fileinto "${'$'}{a}";
set :lower :upperfirst "a" "aBC"; fileinto "${'$'}{a}";
set :length "a" "abc"; fileinto "${'$'}{a}";
set :length "a" "şık"; fileinto "${'$'}{a}";
set :quotewildcard "a" "a*b?c\\d"; fileinto "${'$'}{a}";
set :quotewildcard :length "a" "a*b"; fileinto "${'$'}{a}";
set :lower :upper "a" "x";
set :upperfirst :lowerfirst "a" "x";
set "a" ""; fileinto "x${'$'}{a}y";
set "a" "1"; set "a" "2"; fileinto "${'$'}{a}";
set "a.b" "x";
set "1" "x";
set "${'$'}{a}" "x";
set "a b" "x";
set "ş" "x";
fileinto "${'$'}{a.b}";
if header :matches "Subject" "*present*" { fileinto "[${'$'}{1}][${'$'}{2}][${'$'}{0}][${'$'}{3}]"; }
if header :matches "Subject" "I * ? *" { fileinto "${'$'}{1}-${'$'}{2}-${'$'}{3}"; }
if header :matches "X-Caffeine" "C*H*N*O*" { fileinto "${'$'}{1}-${'$'}{2}-${'$'}{3}-${'$'}{4}"; }
if header :matches "X-Caffeine" "?8?10*" { fileinto "${'$'}{1}-${'$'}{2}-${'$'}{3}"; }
if header :matches "Received" "from * by *" { fileinto "${'$'}{1}"; }
if header :matches "X-Number" ["7*", "0*"] { fileinto "${'$'}{1}"; }
if header :matches ["X-Number", "Subject"] ["I*", "7*"] { fileinto "x${'$'}{1}"; }
if header :matches "Subject" "*" { set "s" "${'$'}{1}"; } if header :matches "X-None" "*" { stop; } fileinto "${'$'}{1}";
if header :matches "Subject" "I*" { if header :contains "From" "tim" { fileinto "${'$'}{1}"; } }
if not header :matches "Subject" "*no*" { fileinto "a${'$'}{1}"; }
if string :matches "a.b.c" "*.*" { fileinto "${'$'}{1}-${'$'}{2}"; }
if string :matches "aXbXc" "*x*" { fileinto "${'$'}{1}-${'$'}{2}"; }
if string :matches "abc" "**" { fileinto "[${'$'}{1}]-[${'$'}{2}]"; }
if string :matches "abc" "*?" { fileinto "${'$'}{1}-${'$'}{2}"; }
if string :matches "abcde" "?*?" { fileinto "${'$'}{1}-${'$'}{2}-${'$'}{3}"; }
if string :matches "ABC" "a*" { fileinto "${'$'}{0}-${'$'}{1}"; }
if string :matches "şık" "?*" { fileinto "${'$'}{1}-${'$'}{2}"; }
if string :is "abc" "abc" { fileinto "x${'$'}{1}"; }
if header :matches "Subject" "*" { addflag "${'$'}{1}"; }
if address :matches :localpart "to" "*" { fileinto "${'$'}{1}"; }
if envelope :matches :detail "to" "*" { fileinto "${'$'}{1}"; }
if currentdate :matches "year" "20*" { keep; }
set "a" "${'$'}{hex:24}{b}"; fileinto "${'$'}{a}";
set "b" "B"; fileinto "${'$'}{unicode:24}{b}";
fileinto "${'$'}{hex:41}${'$'}{hex:zz}";
fileinto "${'$'}{unicode:d800}";
fileinto "${'$'}{unicode:110000}";
fileinto "${'$'}{unicode:1f600}";
fileinto "${'$'}{hex: 53 70
 61 6d }";
if true { fileinto "A"; } else { fileinto "B"; }
if false { fileinto "A"; } else { fileinto "B"; }
if false { fileinto "A"; } elsif true { fileinto "B"; } else { fileinto "C"; }
if false { fileinto "A"; } elsif false { fileinto "B"; } else { fileinto "C"; }
if true { fileinto "A"; } elsif true { fileinto "B"; }
if true { if false { keep; } else { fileinto "A"; stop; } } fileinto "B";
if true { }
if anyof (header :is "a" "b", true) { discard; }
if ihave "nonsense" { nonsense :foo "x"; } else { fileinto "A"; }
if ihave "fileinto" { fileinto "A"; }
if not ihave "nonsense" { fileinto "A"; } else { nonsense; }
if allof (ihave "nonsense", nonsense "x") { fileinto "A"; } else { fileinto "B"; }
error "Stop here";
if false { error "Stop here"; }
addheader "X-New" "value"; if header "X-New" "value" { fileinto "A"; }
addheader "X-New" "value"; keep;
addheader :last "X-Number" "9"; if header :index 1 :last "X-Number" "9" { fileinto "A"; }
addheader "X-Number" "9"; if header :index 1 "X-Number" "9" { fileinto "A"; }
deleteheader "Subject"; if not exists "Subject" { fileinto "A"; }
deleteheader "X-Number"; if not exists "X-Number" { fileinto "A"; }
deleteheader :index 1 "X-Number"; if header :index 1 :contains "X-Number" "apples" { fileinto "A"; }
deleteheader :index 1 :last "X-Number"; if header :count "eq" :comparator "i;ascii-numeric" "X-Number" "1" { fileinto "A"; }
deleteheader :contains "X-Number" "apples"; if header "X-Number" "0042" { fileinto "A"; }
deleteheader :matches "X-Number" ["0*", "z"]; if not header "X-Number" "0042" { fileinto "A"; }
deleteheader :index 1 :contains "X-Number" "apples"; if header :contains "X-Number" "apples" { fileinto "A"; }
deleteheader "Received"; if exists "Received" { fileinto "A"; }
deleteheader "X-None"; keep;
addheader "X New" "value";
addheader "X-New" "Ümit"; if header :contains "X-New" "Ümit" { fileinto "A"; }
if duplicate { discard; } else { fileinto "A"; }
if duplicate { fileinto "D"; } if duplicate { fileinto "E"; }
if duplicate :handle "a" :uniqueid "b" :header "c" { stop; }
# a comment
/* another
 over lines */ keep; # and one
if header /* here too */ :contains # and here
 "Subject" "present" { discard; }
KEEP;
If TRUE { FileInto "A"; }
if HEADER :IS "subject" "x" { stop; } Keep;
fileinto text:
A
.
;
if size :over 0 { fileinto "A"; }
if size :over 10 { fileinto "A"; }
if size :under 4g { fileinto "A"; }`;

/** What a compiler must refuse, and some that it must not. These stand as they are. */
const AS_THEY_ARE = String.raw`

;
;;
keep
keep;;
keep keep;
"text";
42;
:tag;
{ keep; }
if true keep;
if true { keep; };
if { keep; }
if (true) { keep; }
if true, false { keep; }
if true { keep;
if true { keep }
if not { keep; }
if not not true { discard; }
if anyof { keep; }
if anyof () { keep; }
if anyof (true) { discard; }
if anyof true { keep; }
if allof (true,) { keep; }
if not (true, false) { keep; }
else { keep; }
elsif true { keep; }
keep; else { keep; }
if true { keep; } keep; else { keep; }
nonsense;
nonsense "x";
if nonsense { keep; }
if keep { keep; }
true;
keep "x";
keep 3;
keep :copy;
keep :flags "x";
stop { keep; }
stop true;
discard :x;
fileinto "A";
require "fileinto"; fileinto;
require "fileinto"; fileinto "A" "B";
require "fileinto"; fileinto ["A", "B"];
require "fileinto"; fileinto ["A"];
require "fileinto"; fileinto 3;
require "fileinto"; fileinto :copy "A";
require "fileinto"; fileinto :flags "x" "A";
require "fileinto"; fileinto :nonsense "A";
require "fileinto"; fileinto "";
require "FILEINTO"; fileinto "A";
require "nonsense";
require ["fileinto", "nonsense"];
require [];
require;
require 3;
require "fileinto" "reject";
require "fileinto"
require "fileinto"; require "copy"; fileinto :copy "A";
keep; require "fileinto";
if true { require "fileinto"; }
require "comparator-i;octet"; keep;
require "comparator-i;ascii-casemap"; keep;
require "comparator-i;nonsense"; keep;
if header :comparator "i;nonsense" "a" "b" { keep; }
if header :comparator "i;ascii-numeric" "a" "b" { keep; }
require "comparator-i;ascii-numeric"; if header :contains :comparator "i;ascii-numeric" "a" "b" { keep; }
require "comparator-i;ascii-numeric"; if header :matches :comparator "i;ascii-numeric" "a" "b" { keep; }
if header :count "eq" "a" "1" { keep; }
require "relational"; if header :count "xx" "a" "1" { keep; }
require "relational"; if header :count "a" "1" { keep; }
require "relational"; if header :count "eq" :is "a" "1" { keep; }
require "relational"; if header :value "EQ" "subject" "x" { keep; }
if header :is :contains "a" "b" { keep; }
if header :is :is "a" "b" { keep; }
if header "a" { keep; }
if header "a" "b" "c" { keep; }
if header "a" :is "b" { keep; }
if header "a b" "c" { keep; }
if header "a:" "c" { keep; }
if header "" "c" { keep; }
if header "ş" "c" { keep; }
if header ["a", "b" "c"] "d" { keep; }
if header ["a", ] "d" { keep; }
if header 3 "d" { keep; }
if exists { keep; }
if exists "a" "b" { keep; }
if size 3 { keep; }
if size :over { keep; }
if size :over "3" { keep; }
if size :over 1 :under 3 { keep; }
if size :over 1KB { keep; }
if size :over 1k { discard; }
if size :over 99999999999999999999999 { keep; }
if size :over -1 { keep; }
if size :over 0x10 { keep; }
if address "subject" "x" { keep; }
if address "X-Own" "x" { keep; }
if address :all :domain "from" "x" { keep; }
if address :detail "from" "x" { keep; }
if envelope "from" "x" { keep; }
require "envelope"; if envelope "nonsense" "x" { keep; }
require "envelope"; if envelope :is :localpart "from" "tim+news" { discard; }
require "body"; if body "x" { keep; }
require "body"; if body :raw :text "x" { keep; }
require "body"; if body :content { keep; }
require "date"; if date "date" "nonsense" "x" { keep; }
require "date"; if date "date" "year" { keep; }
require "date"; if currentdate :originalzone "year" "x" { keep; }
require "date"; if date :zone "nonsense" "date" "year" "x" { keep; }
require "date"; if date :index 1 "date" "year" "1997" { keep; }
require ["date", "index"]; if date :index 0 "date" "year" "1997" { keep; }
require "index"; if header :last "subject" "x" { keep; }
require "vacation"; vacation :seconds 3 "x";
require "vacation-seconds"; vacation :seconds 3 "x";
require "reject"; reject;
require "reject"; reject "";
require "variables"; set "a";
require "variables"; set "a" "b" "c";
require "variables"; set "a" ["b"];
require "imap4flags"; setflag;
require "imap4flags"; setflag "v" "x";
require "imap4flags"; if hasflag "v" "x" { keep; }
set "a" "b";
addflag "x";
redirect :copy "a@b.c";
vacation "x";
"unterminated
/* unterminated
keep; /* unterminated
# no line end
keep; # no line end
/* a /* nested */ keep;
/* a */ /* b */ discard;
require "reject"; reject text: x
require "reject"; reject text:
require "reject"; reject text:
a
. b
.
;
require "reject"; reject text:#comment
a
.
;
require "reject"; reject text:
.
;
require "reject"; reject "a\"b\\c";
require "fileinto"; fileinto "a;b{c}";
keep ; 
	keep	;
kee p;
keep_1;
1keep;
k€ep;
require"fileinto";fileinto"A";
if true{keep;}
if anyof(true,false){discard;}
if header:contains"subject""present"{discard;}
require "ihave"; if ihave "nonsense" { } else { discard; }
require "ihave"; if ihave "imap4flags" { addflag "x"; }
require "ihave"; if ihave "reject" { reject "x"; } 
error "x";
if ihave "fileinto" { keep; }`;

/** A script starts where a line starts with a word, mark or quote that opens one; a line of `text:` runs to its dot. */
function split(text: string, isStart: (line: string) => boolean): string[] {
  const scripts: string[] = [];
  let inText = false;
  for (const line of text.split('\n').slice(1)) {
    if (!inText && (isStart(line) || scripts.length === 0)) scripts.push(line);
    else scripts[scripts.length - 1] += `\n${line}`;
    if (/text:(?:#.*)?$/.test(line)) inText = true;
    else if (line === ';') inText = false;
  }
  return scripts;
}
const CONTINUES = /^(?: |lines"|Away"|\/\* another|$)/;

function toCases(scripts: readonly string[], prefix: string, letter: LetterName): ScriptCase[] {
  return scripts.map((script, at) => ({
    name: `${at + 1}: ${script}`,
    script: `${prefix}${script}\n`,
    letter,
    envelope: ENVELOPE,
  }));
}

export const SCRIPTS: readonly ScriptCase[] = [
  ...toCases(
    split(WITH_ALL, (line) => !CONTINUES.test(line)),
    REQUIRE,
    'plain',
  ),
  ...toCases(
    split(AS_THEY_ARE, (line) => !/^(?:\. b|a|\.|;)$/.test(line)),
    '',
    'plain',
  ),
];
