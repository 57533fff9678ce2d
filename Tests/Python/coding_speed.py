"""Bytes a second of typed msgspec and of orjson on a body of one of the services, as a JSON object.

    python3 coding_speed.py queue PAGE.json             a page of the Sell queue
    python3 coding_speed.py documents LIST.json         a list of My Azur documents
    python3 coding_speed.py products PAGE.json          a page of Sharespine products
"""

import decimal
import json
import statistics
import sys
import time
from typing import Optional

import msgspec
import orjson


class Address(msgspec.Struct):
    line1: Optional[str] = None
    city: Optional[str] = None
    postal_code: Optional[str] = None
    state: Optional[str] = None
    country: Optional[str] = None


class Lead(msgspec.Struct):
    id: int
    creator_id: Optional[int] = None
    owner_id: Optional[int] = None
    first_name: Optional[str] = None
    last_name: Optional[str] = None
    organization_name: Optional[str] = None
    status: Optional[str] = None
    source_id: Optional[int] = None
    unqualified_reason_id: Optional[int] = None
    title: Optional[str] = None
    description: Optional[str] = None
    industry: Optional[str] = None
    website: Optional[str] = None
    email: Optional[str] = None
    phone: Optional[str] = None
    mobile: Optional[str] = None
    fax: Optional[str] = None
    twitter: Optional[str] = None
    facebook: Optional[str] = None
    linkedin: Optional[str] = None
    skype: Optional[str] = None
    address: Optional[Address] = None
    tags: Optional[list[str]] = None
    custom_fields: Optional[dict[str, str]] = None
    created_at: Optional[str] = None
    updated_at: Optional[str] = None


class Sync(msgspec.Struct):
    event_type: str
    ack_key: str
    revision: Optional[int] = None


class ItemMeta(msgspec.Struct):
    type: str
    sync: Sync


class Item(msgspec.Struct):
    data: Lead
    meta: ItemMeta


class PageMeta(msgspec.Struct):
    type: Optional[str] = None
    count: Optional[int] = None
    count_left: Optional[int] = None


class Page(msgspec.Struct):
    items: list[Item]
    meta: Optional[PageMeta] = None


class Document(msgspec.Struct):
    id: int
    folder_id: int
    incoming: bool
    status_id: int
    created_at: str
    response_status_id: Optional[int] = None
    status_changed_at: Optional[str] = None
    created_by: Optional[str] = None
    updated_at: Optional[str] = None
    updated_by: Optional[str] = None


class DocumentList(msgspec.Struct):
    created_at: str
    objects: list[Document]


class Product(msgspec.Struct):
    """Without the fields that the spec does not know, which Tributary keeps."""

    localId: str
    href: Optional[str] = None
    remoteId: Optional[str] = None
    sku: Optional[str] = None
    stock: Optional[decimal.Decimal] = None
    stockType: Optional[str] = None
    vatRatePercent: Optional[decimal.Decimal] = None
    created: Optional[str] = None
    lastModified: Optional[str] = None


TYPES = {"queue": Page, "documents": DocumentList, "products": list[Product]}


def speed(size, work):
    times = []
    for _ in range(200):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return size / statistics.median(times)


def main():
    kind, path = sys.argv[1:]
    with open(path, "rb") as file:
        page = file.read()
    decoder, encoder = msgspec.json.Decoder(TYPES[kind]), msgspec.json.Encoder()
    typed, loose = decoder.decode(page), orjson.loads(page)
    # What is not in the types is not written again.
    typed_size, loose_size = len(encoder.encode(typed)), len(orjson.dumps(loose))
    print(json.dumps({
        "msgspec decode": speed(len(page), lambda: decoder.decode(page)),
        "msgspec encode": speed(typed_size, lambda: encoder.encode(typed)),
        "orjson decode": speed(len(page), lambda: orjson.loads(page)),
        "orjson encode": speed(loose_size, lambda: orjson.dumps(loose)),
    }))


if __name__ == "__main__":
    main()
