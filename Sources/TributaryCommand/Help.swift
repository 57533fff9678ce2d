import TributaryEmulator

/// What `--help` prints.
enum Help {
  static let overview = """
    tributary: many services, one local database.

    USAGE
      tributary demo                 show a first sync, changes and an interrupted sync; needs no account
      tributary sync SERVICE         sync a service's records into a database
      tributary query SERVICE TYPE   print the records that a filter matches, on the server or in a database
      tributary status               show the contents of a database and the state of its streams
      tributary serve SERVICE        emulate a service on 127.0.0.1
      tributary fleet WHAT           keep databases of many accounts in sync
      tributary COMMAND --help       the options of a command
      tributary --version

    SERVICES
      my-azur                        Peppol documents of a folder
      zendesk-sell                   the CRM records of an account
      sharespine                     products, orders and ledgers of a tenant of the Integration Platform

    EXIT CODES
      0 done, or up to date   1 error   2 usage   3 incomplete, with reasons   130 stopped by Ctrl-C
    """

  static let demo = """
    tributary demo: the services emulated on loopback, synced, changed, synced again, queried.

    OPTIONS
      --database FILE    the database; by default a new file in the temporary folder
      --records N        the number of records of each service, 1 to 1000000; 2000 by default
      --seed N           the seed of everything random; 1 by default
    """

  static let sync = """
    tributary sync SERVICE: syncs a service's records into a SQLite database; later runs fetch only the changes.

    MY AZUR
      tributary sync my-azur --folder ID [--direction incoming|outgoing|both] [--since DATE] [--full [--delete-missing]]
                             [--forget-failures]
      Set MYAZUR_TOKEN, or MYAZUR_API_KEY with MYAZUR_EMAIL and MYAZUR_PASSWORD, in the environment.
      --folder ID        the folder whose documents are synced
      --direction D      incoming, outgoing or both; both by default
      --since DATE       fetch changes since this date on the first run; 1970-01-01 by default
      --full             fetch everything again and count the records that no longer come
      --delete-missing   with --full: mark those records as deleted
      --forget-failures  at the end of the run, forget rows that came without an identifier

    ZENDESK SELL
      tributary sync zendesk-sell [--new-device] [--forget-failures]
      Set ZENDESK_SELL_TOKEN in the environment; the token needs the scope "sync".
      --new-device       fetch everything again and delete what no longer exists; needed only after a
                         restore of the whole disk, since a copied or restored database is detected
      --forget-failures  at the end of the run, forget objects that the service could not deliver, and items that came
                         without an identifier

    SHARESPINE
      tributary sync sharespine --base-url URL --entity TYPE[,TYPE...] [--where FILTER] [--full [--delete-missing]]
                                [--forget-failures]
      Set SHARESPINE_USERNAME, SHARESPINE_PASSWORD, SHARESPINE_TENANT and SHARESPINE_CONNECTION_ID in the
      environment; the host is supplied with your credentials.
      --entity TYPES     product, ledgeraccount, ledgerentry and supplierinvoice by queries, order and any other record
                         type by its list of changes; each type is a separate stream
      --where FILTER     with a single queried type: only records that match a filter, in the server's JSON format
      --deleted FIELD    how to recognize a deleted record: a field that is true, or FIELD=TEXT
      --page-size N      the number of rows in a page; 100 by default
      --full, --delete-missing, --forget-failures   as for my-azur

    OPTIONS
      --database FILE    the database; tributary.sqlite by default
      --base-url URL     another server, for example https://api-sandbox.myazur.app
      --timeout SECONDS  the maximum time for one call including its retries; 600 by default
      --watch SECONDS    sync again every SECONDS seconds until Ctrl-C
      --json             print one JSON object per line
      --quiet            print only the last line
      --verbose          log every request to standard error, without secrets
    """

  static let query = """
    tributary query SERVICE TYPE: prints the records that a filter matches, one JSON object per line.

    SERVICE is my-azur, sharespine or zendesk-sell; TYPE is what a sync brings, such as document, product or lead. Only
    Sharespine has queries of its own; there a filter has the same meaning on the server and in a database. In a
    database every field of every record can be compared, nested ones by a path such as address.city. The types of
    clauses are eq, ne, gt, ge, lt, le, prefix, contains (also: a list has an element) and missing, and and, or and
    none with subclauses.

    OPTIONS
      --where FILTER     {"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2024-01-31T00:00:00Z"}}
                         or in a database also {"type":"eq","field":"address.city","value":"Krakow"}
      --order FIELD:DIR  for example lastModified:descending
      --limit N          the maximum number of records; all by default
      --offset N         the number of records to skip
      --unchecked        send fields and operators that the spec does not know unchanged
      --database FILE    query this database instead of the server
      --base-url URL     the server; credentials come from the environment, as for sync
      --timeout SECONDS  the maximum time for one call including its retries; 600 by default
    """

  static let status = """
    tributary status: shows the streams of a database in a table, what is in quarantine, and the assumptions behind "up to
    date".

    STATE
      synced             everything was read, at the time of the last run
      incomplete         as synced, but for unsettled objects or rows without an identifier
      unfinished         a run was interrupted; the next one continues it
      never synced       nothing was committed yet

    OPTIONS
      --database FILE    the database; tributary.sqlite by default
      --json             print one JSON object per line
      --verbose          also print each stream's cursor, time of the last commit and counts by record type
    """

  static let fleet = """
    tributary fleet WHAT: keeps the databases of many accounts in sync, each account on a schedule of its own.

    USAGE
      tributary fleet init           create a fleet
      tributary fleet migrate        bring a fleet of an earlier version to the layout of this one
      tributary fleet add SERVICE    add an account
      tributary fleet add --from F   add the accounts in a file, one JSON object per line; - is standard input
      tributary fleet list           show the accounts and when each is due
      tributary fleet pause NAME     let a worker skip an account, by name or number; --resume lets it go on
      tributary fleet work           sync the accounts that are due, until Ctrl-C or SIGTERM
      tributary fleet status         how many accounts are due, late and failing; the age of the oldest sync

    THE FLEET
      --folder DIR       a folder with a SQLite database per account; one worker at a time may work on it
      Without it, the PostgreSQL database that TRIBUTARY_DATABASE_URL, or PGHOST and its like, name in the environment,
      if this program was built with the trait PostgreSQL; any number of workers may share it. Put its
      password into the file that PGPASSFILE names.

    ADD
      --name NAME            the account's name, unique in its service and base URL
      --credential NAME      the name of its credential; by default the account's name
      --every SECONDS        how often it is synced; 300 by default
      --base-url URL         one of the service's own base URLs, or one that is allowed
      --allow-base-url [SERVICE=]URL   allow this base URL, for one service or all; may be given several times
      --calls-per-second N   the rate of its credential, which all accounts with it share
      --folder-id ID, --direction D, --since DATE        for my-azur, as for sync
      --entity TYPES, --deleted FIELD, --page-size N     for sharespine, as for sync
      In a file, the members are service, name, credential, every, baseURL, callsPerSecond, and the options of the
      service without their hyphens: {"service": "my-azur", "name": "acme", "folder-id": 5}

    WORK
      --credentials DIR      a folder with a file per credential, which only its owner may read
      --allow-base-url [SERVICE=]URL   send credentials to this base URL, too; may be given several times
      --slots N              how many accounts are synced at a time; 16 by default
      --slice SECONDS        how long a long sync goes on before others get their turn; 30 by default
      --lease SECONDS        how long an account waits for a worker that died, on several machines; 60 by default
      --backoff SECONDS      how long an account waits after a first failure, then twice as long; 30 by default
      --grace SECONDS        how long syncs may go on after SIGTERM; 20 by default
      --failover WHAT        what happens after the database failed over to a replica, or a copy of it was opened:
                             renew, the default: services that remember what they delivered deliver it again, because
                             the replica may lack it; trust: replication is synchronous, so nothing can be missing
      --timeout SECONDS      the maximum time for one call including its retries; 600 by default
      A credential is a token, or lines of NAME=VALUE with the variables of "tributary sync". Without --credentials, it
      is read from TRIBUTARY_CREDENTIAL_NAME, in capitals, with _ for every other character than letters and digits.

    OPTIONS
      --json             print one JSON object per line
      --quiet            with work: print only errors
    """

  static let serve = """
    tributary serve SERVICE...: emulates services on 127.0.0.1 until Ctrl-C, for this program or any other client.

    OPTIONS
      --accounts N       N accounts with records of their own, each with a credential: the bearer token account-1, or
                         that user, password and tenant for sharespine, up to account-N
      --port N           the port; by default a free one, which is printed
      --records N        the number of records; 200 by default
      --seed N           the seed of everything random; 1 by default
      --change-every N   seconds between automatic changes of a record; 5 by default, 0 for never
      --faults PLAN      faults to inject; see below
      --steer            read commands from standard input; see below

    MY AZUR
      --folder ID        the folder that contains the documents; 5 by default
      Any bearer token is accepted. A change updates a document's status or adds a document.

    ZENDESK SELL
      Any bearer token is accepted; the official clients require 64 characters. A change alters, adds or deletes a record.

    SHARESPINE
      Any user, tenant and connection is accepted. A change alters, adds or deletes a record.

    """ + Steering.help + "\n" + FaultPlan.help
}
