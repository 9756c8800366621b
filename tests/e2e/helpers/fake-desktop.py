#!/usr/bin/python3
"""A stand-in for what a desktop offers over D-Bus: a tray (StatusNotifierWatcher, com.canonical.dbusmenu) and a notification service.

Reads one command per line and answers one JSON line: items | menu | click LABEL | activate | notes | press N.
Needs python3-dbus and python3-gi of Debian.
"""
import json
import sys
import threading

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
WATCHER = 'org.kde.StatusNotifierWatcher'
ITEM = 'org.kde.StatusNotifierItem'
NOTES = 'org.freedesktop.Notifications'
PROPERTIES = 'org.freedesktop.DBus.Properties'
items = []
notes = []


class Watcher(dbus.service.Object):
    def __init__(self):
        self.name = dbus.service.BusName(WATCHER, bus)
        super().__init__(bus, '/StatusNotifierWatcher')

    @dbus.service.method(WATCHER, in_signature='s', sender_keyword='sender')
    def RegisterStatusNotifierItem(self, service, sender=None):
        items.append((sender, service) if service.startswith('/') else (service, '/StatusNotifierItem'))

    @dbus.service.method(WATCHER, in_signature='s')
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.method(PROPERTIES, in_signature='ss', out_signature='v')
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature='s', out_signature='a{sv}')
    def GetAll(self, interface):
        return {
            'IsStatusNotifierHostRegistered': dbus.Boolean(True),
            'ProtocolVersion': dbus.Int32(0),
            'RegisteredStatusNotifierItems': dbus.Array([a + b for a, b in items], signature='s'),
        }


class Notes(dbus.service.Object):
    def __init__(self):
        self.name = dbus.service.BusName(NOTES, bus)
        super().__init__(bus, '/org/freedesktop/Notifications')

    @dbus.service.method(NOTES, in_signature='susssasa{sv}i', out_signature='u')
    def Notify(self, app, replaces, icon, title, body, actions, hints, timeout):
        notes.append({'app': str(app), 'title': str(title), 'body': str(body)})
        return len(notes)

    @dbus.service.method(NOTES, out_signature='as')
    def GetCapabilities(self):
        return ['body', 'actions']

    @dbus.service.method(NOTES, out_signature='ssss')
    def GetServerInformation(self):
        return ('stand-in', 'tests', '1', '1.2')

    @dbus.service.method(NOTES, in_signature='u')
    def CloseNotification(self, number):
        pass

    @dbus.service.signal(NOTES, signature='us')
    def ActionInvoked(self, number, action):
        pass


def item_object(interface):
    service, path = items[-1]
    return dbus.Interface(bus.get_object(service, path, introspect=False), interface)


def item_property(name):
    return item_object(PROPERTIES).Get(ITEM, name)


def menu_entries():
    service, _ = items[-1]
    menu = dbus.Interface(bus.get_object(service, item_property('Menu'), introspect=False), 'com.canonical.dbusmenu')
    _, (_, _, children) = menu.GetLayout(dbus.Int32(0), dbus.Int32(-1), dbus.Array([], signature='s'))
    told = ('label', 'enabled', 'toggle-state', 'type')
    plain = lambda value: bool(value) if isinstance(value, dbus.Boolean) else int(value) if isinstance(value, dbus.Int32) else str(value)
    return menu, [(int(child[0]), {str(k): plain(v) for k, v in child[1].items() if k in told}) for child in children]


def show_items():
    if not items:
        return []
    icons = [[int(icon[0]), int(icon[1])] for icon in item_property('IconPixmap')]
    return [{'id': str(item_property('Id')), 'tip': str(item_property('ToolTip')[2]), 'icons': icons}]


def click(label):
    menu, entries = menu_entries()
    number = next(number for number, entry in entries if entry.get('label') == label)
    menu.Event(number, 'clicked', dbus.Int32(0, variant_level=1), dbus.UInt32(0))
    return number


def activate(_):
    item_object(ITEM).Activate(0, 0)
    return 'ok'


def press(number):
    service.ActionInvoked(dbus.UInt32(int(number)), 'default')
    return 'ok'


COMMANDS = {
    'items': lambda _: show_items(),
    'menu': lambda _: [entry for _, entry in menu_entries()[1]],
    'click': click,
    'activate': activate,
    'notes': lambda _: notes,
    'press': press,
}


def answer(line):
    name, _, argument = line.strip().partition(' ')
    try:
        out = COMMANDS[name](argument)
    except Exception as error:  # told to the test, which fails by it
        out = {'error': f'{type(error).__name__}: {error}'}
    print(json.dumps(out), flush=True)
    return False


def read():
    for line in sys.stdin:
        GLib.idle_add(answer, line)
    GLib.idle_add(loop.quit)


watcher, service = Watcher(), Notes()
loop = GLib.MainLoop()
threading.Thread(target=read, daemon=True).start()
print('"ready"', flush=True)
loop.run()
