# A day's work of Net::IMAP::Simple: all letters into BOX, one found, flagged, copied, one deleted, one appended.
use strict; use warnings;
use Net::IMAP::Simple;
my $imap = Net::IMAP::Simple->new('localhost', port => $ENV{PORT}, use_ssl => 1,
  ssl_options => [ SSL_ca_file => $ENV{CA}, SSL_verify_mode => 1 ]) or die "no session: $Net::IMAP::Simple::errstr";
sub fine { my ($done, $what) = @_; defined $done or die "$what: " . ($imap->errstr // 'failed') . "\n"; return $done }
$imap->login($ENV{LOGIN}, $ENV{PASSWORD}) or die $imap->errstr;
fine($imap->create_mailbox('Kopya-net'), 'create');
my $count = fine($imap->select('INBOX'), 'select');
for my $number (1 .. $count) {
  my $lines = $imap->get($number) or die $imap->errstr;
  open(my $file, '>:raw', "$ENV{BOX}/$number") or die $!;
  print $file @$lines;
  close $file;
}
my @found = $imap->search('HEADER Message-ID "<m1@"');
fine($imap->add_flags($found[0], '\Flagged'), 'flag');
my @flagged = $imap->search('FLAGGED');
fine($imap->copy($found[0], 'Kopya-net'), 'copy');
my ($gone) = $imap->search('HEADER Message-ID "<m4@"');
fine($imap->delete($gone), 'delete');
fine($imap->expunge_mailbox('INBOX'), 'expunge');
fine($imap->put('INBOX', "Subject: eklenen\r\n\r\n\xc4\xb1\xc5\x9f\xc4\xb1k\r\n", '\Seen'), 'append');
$imap->quit;
printf qq({"found": %d, "flagged": %d}\n), scalar @found, scalar @flagged;
