"""Items: posts, files and links that the service handed in, as long as they are needed."""

from __future__ import annotations

from django.db import models


class Item(models.Model):
    """One thing that stands, or stood, on the service.

    Content is kept apart and only as long as somebody must look at it: of an item judged `leave`
    hash and id stay, for as many days as the operator's profile says.
    """

    source = models.CharField(max_length=64)  # which part of the service: "forum"
    external_id = models.CharField(max_length=255)  # its name there
    kind = models.CharField(max_length=8)  # text, html, file, url, digest
    surface = models.CharField(max_length=64, default="")  # where it stands: "public-board"
    public = models.BooleanField(default=True)  # open to a potentially unlimited number of people
    author = models.CharField(max_length=128, default="")  # the service's opaque id, no name
    thread = models.CharField(max_length=255, default="")
    url = models.TextField(default="")  # of the item itself; shown, never fetched
    reach = models.BigIntegerField(default=0)  # views or followers, as the service counts
    posted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=80)  # actor: "token:forum"
    sha256 = models.CharField(max_length=64, default="")  # of what was handed in

    state = models.CharField(
        max_length=8, default="received"
    )  # received, left, cased, failed, erased
    verdict = models.CharField(max_length=8, default="")  # leave, review, act
    score = models.FloatField(null=True)  # 0..1
    lang = models.CharField(max_length=8, default="und")  # BCP 47
    dialect = models.CharField(max_length=8, default="und")
    report = models.JSONField(null=True)  # the verdict as `engine.report.as_json`, without content
    policy = models.CharField(max_length=80, default="")  # name and version by which it was weighed
    bank_seq = models.BigIntegerField(default=0)
    scanned_at = models.DateTimeField(null=True)
    forget_at = models.DateTimeField(null=True)  # when even this row goes; None while it is needed

    standing = models.CharField(max_length=8, default="up")  # up, removed, limited, labelled
    preserved = models.BooleanField(default=False)  # content may not be erased
    mended = models.BooleanField(default=False)  # text held code points that no database can keep

    class Meta:
        """Each source names a thing once."""

        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="item_once")]
        indexes = [
            models.Index(fields=["forget_at"], name="item_forget"),
            models.Index(fields=["author"], name="item_author"),
            models.Index(fields=["received_at"], name="item_received"),
        ]


class ItemContent(models.Model):
    """What an item holds. Deleted when nobody must look at it any more."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="content")
    text = models.BinaryField(null=True)  # UTF-8, lone surrogates passed through
    link = models.TextField(null=True)  # an address that is the content
    data = models.BinaryField(null=True)  # bytes of a file
    name = models.CharField(max_length=255, default="")  # the file's name
    digests = models.JSONField(default=dict)  # sha256, sha1, md5, pdq, of bytes that stayed there


class ItemSignal(models.Model):
    """A fingerprint of an item already seen, so that a new entry finds old items."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="signals")
    signal = models.CharField(max_length=16)  # name of a signal type
    value = models.BinaryField()  # canonical value, as banks keep it
    at = models.DateTimeField()

    class Meta:
        """Read in the order of arrival, dropped by age."""

        indexes = [models.Index(fields=["at"], name="signal_at")]


class UserReport(models.Model):
    """That somebody on the service reported an item. Counted, not doubled."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reports")
    reporter = models.CharField(max_length=128)  # the service's opaque id; empty when unknown
    category = models.CharField(max_length=64, default="")
    comment = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        """A person reports an item once."""

        constraints = [models.UniqueConstraint(fields=["item", "reporter"], name="report_once")]
