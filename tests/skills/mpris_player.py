"""A media player for tests, on the session bus: MPRIS 2, by dbus-python. Run by the system's own Python, which has it.

It prints `ready`, then every call that it gets, a line each, until its input ends.
"""

# ruff: noqa: D102, N802 - the methods are those of the MPRIS specification, which names and describes them

import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

PLAYER = "org.mpris.MediaPlayer2.Player"
SONGS = ("One", "Two \x1b[2J \u202e", "Three")


class Player(dbus.service.Object):
    """One player with three songs."""

    def __init__(self, bus):
        super().__init__(bus, "/org/mpris/MediaPlayer2")
        self.place, self.status = 0, "Paused"

    def state(self):
        metadata = {
            "mpris:trackid": dbus.ObjectPath(f"/track/{self.place}"),
            "xesam:title": SONGS[self.place],
            "xesam:artist": dbus.Array(["The Testers"], signature="s"),
        }
        can = dict.fromkeys(("CanPlay", "CanPause", "CanGoNext", "CanGoPrevious", "CanControl", "CanSeek"), True)
        return {"PlaybackStatus": self.status, "Metadata": dbus.Dictionary(metadata, signature="sv"), **can}

    def told(self, what, status=None, step=0):
        self.status, self.place = status or self.status, (self.place + step) % len(SONGS)
        print(what, flush=True)
        self.PropertiesChanged(PLAYER, self.state(), [])

    @dbus.service.method(PLAYER)
    def Play(self):
        self.told("Play", "Playing")

    @dbus.service.method(PLAYER)
    def Pause(self):
        self.told("Pause", "Paused")

    @dbus.service.method(PLAYER)
    def Next(self):
        self.told("Next", step=1)

    @dbus.service.method(PLAYER)
    def Previous(self):
        self.told("Previous", step=-1)

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return self.state() if interface == PLAYER else {"Identity": "tester"}

    @dbus.service.signal(dbus.PROPERTIES_IFACE, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, invalidated):
        pass


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
session = dbus.SessionBus()
name = dbus.service.BusName("org.mpris.MediaPlayer2.tester", session)
player = Player(session)
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_HUP | GLib.IO_IN, lambda *_: loop.quit())
print("ready", flush=True)
loop.run()
