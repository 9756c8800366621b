/** Scripts that stand as they are: what a compiler must refuse, and some that it must not. */

export const AS_THEY_ARE = String.raw`

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
