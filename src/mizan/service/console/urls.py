"""Addresses of the console, by group of pages."""

from __future__ import annotations

from mizan.service.console.house import urls as house
from mizan.service.console.knowledge import urls as knowledge
from mizan.service.console.quality import urls as quality
from mizan.service.console.review import urls as review

urlpatterns = [
    *review.urlpatterns,
    *quality.urlpatterns,
    *knowledge.urlpatterns,
    *house.urlpatterns,
]
