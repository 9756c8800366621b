"""A day's work of Camel, Evolution's mail library: all letters into BOX, one found, flagged, copied, one deleted, one appended."""
import ctypes, json, os, shutil
import gi

gi.require_version("Camel", "1.2")
from gi.repository import Camel, Gio, GLib

work = os.environ["BOX"] + "-work"
authority = Gio.TlsCertificate.new_from_file(os.environ["CA"])


library = ctypes.CDLL("libcamel-1.2.so.64")


class Strings(ctypes.Structure):
    _fields_ = [("values", ctypes.POINTER(ctypes.c_char_p)), ("count", ctypes.c_uint)]


def uids(name, *arguments):
    """Called past the Python binding, which frees each uid though Camel's pool owns them."""
    function = getattr(library, name)
    function.restype = ctypes.POINTER(Strings)
    found = function(ctypes.c_void_p(hash(inbox)), *arguments).contents
    return [found.values[at].decode() for at in range(found.count)]


def search(expression):
    return uids("camel_folder_search_by_expression", ctypes.c_char_p(expression.encode()), None, None)


class Session(Camel.Session):
    def do_trust_prompt(self, service, certificate, errors):
        trusted = certificate.verify(None, authority) == 0
        return Camel.CertTrust.TEMPORARY if trusted else Camel.CertTrust.NEVER


Camel.init(work, False)
Camel.provider_init()
session = Session(user_data_dir=os.path.join(work, "data"), user_cache_dir=os.path.join(work, "cache"))
session.set_online(True)
store = session.add_service("firma", "imapx", Camel.ProviderType.STORE)
settings = store.ref_settings()
for name, value in {
    "host": "localhost",
    "port": int(os.environ["PORT"]),
    "user": os.environ["LOGIN"],
    "auth-mechanism": "PLAIN",
    "security-method": Camel.NetworkSecurityMethod.SSL_ON_ALTERNATE_PORT,
    "use-qresync": True,
}.items():
    settings.set_property(name, value)
store.set_password(os.environ["PASSWORD"])
store.set_online_sync(True, None)
store.create_folder_sync(None, "Kopya-evolution", None)
inbox = store.get_folder_sync("INBOX", 0, None)
inbox.refresh_info_sync(None)
for uid in uids("camel_folder_get_uids"):
    inbox.synchronize_message_sync(uid, None)
for folder, _, names in os.walk(os.path.join(work, "cache", "firma", "folders", "INBOX", "cur")):
    for name in names:
        shutil.copyfile(os.path.join(folder, name), os.path.join(os.environ["BOX"], name))


def by_subject(subject):
    return search(f'(match-all (header-ends-with "Subject" "{subject}"))')


found = by_subject("ışık 1")
inbox.set_message_flags(found[0], Camel.MessageFlags.FLAGGED, Camel.MessageFlags.FLAGGED)
inbox.synchronize_sync(False, None)
flagged = search('(match-all (system-flag "Flagged"))')
inbox.transfer_messages_to_sync(found, store.get_folder_sync("Kopya-evolution", 0, None), False, None)
gone = by_subject("ışık 4")
inbox.set_message_flags(gone[0], Camel.MessageFlags.DELETED, Camel.MessageFlags.DELETED)
inbox.synchronize_sync(True, None)
message = Camel.MimeMessage()
text = "Subject: eklenen\r\n\r\nışık\r\n".encode()
message.construct_from_input_stream_sync(Gio.MemoryInputStream.new_from_bytes(GLib.Bytes.new(text)), None)
inbox.append_message_sync(message, None, None)
store.disconnect_sync(True, None)
print(json.dumps({"found": len(found), "flagged": len(flagged)}))
