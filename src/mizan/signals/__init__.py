"""Signals: one file for each fingerprint. A new one is a new file and a line in `BUILT_IN`."""

BUILT_IN = (
    "mizan.signals.exact:Sha256",
    "mizan.signals.exact:Sha1",
    "mizan.signals.exact:Md5",
    "mizan.signals.pdq:Pdq",
    "mizan.signals.neartext:NearText",
    "mizan.signals.url:Url",
)
