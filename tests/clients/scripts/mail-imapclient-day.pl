# A day's work of Mail::IMAPClient: all letters into BOX, one found, flagged, copied, one deleted, one appended.
use strict; use warnings;
use Mail::IMAPClient;
my $imap = Mail::IMAPClient->new(
  Server => 'localhost', Port => $ENV{PORT}, User => $ENV{LOGIN}, Password => $ENV{PASSWORD}, Uid => 1, Peek => 1,
  Ssl => [ SSL_ca_file => $ENV{CA}, SSL_verify_mode => 1 ],
) or die "no session: $@";
sub fine { my ($done, $what) = @_; defined $done or die "$what: " . ($imap->LastError // 'failed') . "\n"; return $done }
fine($imap->create('Kopya-mail'), 'create');
fine($imap->select('INBOX'), 'select');
for my $uid ($imap->messages) {
  open(my $file, '>:raw', "$ENV{BOX}/$uid") or die $!;
  print $file fine($imap->message_string($uid), 'fetch');
  close $file;
}
my @found = $imap->search('HEADER', 'Message-ID', \'<m1@');
fine($imap->set_flag('Flagged', @found), 'flag');
my @flagged = $imap->search('FLAGGED');
fine($imap->copy('Kopya-mail', @found), 'copy');
my @gone = $imap->search('HEADER', 'Message-ID', \'<m4@');
fine($imap->delete_message(@gone), 'delete');
fine($imap->expunge, 'expunge');
fine($imap->append_string('INBOX', "Subject: eklenen\r\n\r\n\xc4\xb1\xc5\x9f\xc4\xb1k\r\n", '\Seen'), 'append');
$imap->logout;
printf qq({"found": %d, "flagged": %d}\n), scalar @found, scalar @flagged;
