/** Scripts behind a `require` of everything that both sides know, one after another: actions, conflicts, flags, variables. */

export const WITH_ALL = String.raw`
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
