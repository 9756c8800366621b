"""A day's work of Python's imaplib: all letters into BOX, one found, flagged, copied, one deleted, one appended."""
import imaplib, json, os, ssl

box = os.environ["BOX"]
context = ssl.create_default_context(cafile=os.environ["CA"])
with imaplib.IMAP4_SSL("localhost", int(os.environ["PORT"]), ssl_context=context) as imap:
    imap.login(os.environ["LOGIN"], os.environ["PASSWORD"])
    assert imap.create("Kopya-imaplib")[0] == "OK"
    assert imap.subscribe("Kopya-imaplib")[0] == "OK"
    assert any(b"Kopya-imaplib" in line for line in imap.lsub()[1])
    count = int(imap.select("INBOX")[1][0])
    for number in range(1, count + 1):
        data = imap.fetch(str(number), "(UID BODY.PEEK[])")[1]
        with open(os.path.join(box, str(number)), "wb") as file:
            file.write(data[0][1])
    found = imap.uid("SEARCH", "HEADER", "Message-ID", "<m1@")[1][0].split()
    uid = found[0].decode()
    assert imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Flagged)")[0] == "OK"
    flagged = imap.search(None, "FLAGGED")[1][0].split()
    assert imap.uid("COPY", uid, "Kopya-imaplib")[0] == "OK"
    gone = imap.search(None, "HEADER", "Message-ID", "<m4@")[1][0].split()[0].decode()
    assert imap.store(gone, "+FLAGS", r"\Deleted")[0] == "OK"
    assert imap.expunge()[0] == "OK"
    appended = imap.append("INBOX", r"(\Seen)", None, "Subject: eklenen\r\n\r\nışık\r\n".encode())
    assert appended[0] == "OK", appended
    assert imap.status("INBOX", "(MESSAGES UIDNEXT)")[0] == "OK"
    imap.close()
print(json.dumps({"found": len(found), "flagged": len(flagged)}))
