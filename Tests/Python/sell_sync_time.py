"""Brings every record of an emulated Zendesk Sell through the official client, basecrm 1.2.9, and stores nothing.

    python3 sell_sync_time.py http://127.0.0.1:PORT 20000
"""

import sys
import uuid

import basecrm


def main():
    # This client refuses a token that has not exactly 64 characters.
    client = basecrm.Client(access_token="0123456789abcdef" * 4, base_url=sys.argv[1])
    count = 0

    def take(meta, data):
        nonlocal count
        count += 1
        return basecrm.Sync.ACK

    basecrm.Sync(client=client, device_uuid=str(uuid.uuid4())).fetch(take)
    return 0 if count == int(sys.argv[2]) else f"{count} records came"


if __name__ == "__main__":
    sys.exit(main())
