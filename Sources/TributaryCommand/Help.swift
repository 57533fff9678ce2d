import TributaryEmulator

/// What `--help` prints.
enum Help {
  static let overview = """
    tributary: many services, one local database.

    USAGE
      tributary demo                 watch a first sync, changes and an interrupted sync; needs no account
      tributary sync SERVICE         bring a service's records into a database
      tributary query SERVICE TYPE   print the records that a filter matches, on the server or in a database
      tributary status               show what a database holds and where its streams stand
      tributary serve SERVICE        emulate a service on 127.0.0.1
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
      --database FILE    where to keep the database; by default a new file in the temporary folder
      --records N        how many records each service has, 1 to 1000000; 2000 by default
      --seed N           the seed of everything random; 1 by default
    """

  static let sync = """
    tributary sync SERVICE: brings a service's records into a SQLite database, and on later runs what changed.

    MY AZUR
      tributary sync my-azur --folder ID [--direction incoming|outgoing|both] [--since DATE] [--full [--delete-missing]]
                             [--forget-failures]
      MYAZUR_TOKEN, or MYAZUR_API_KEY with MYAZUR_EMAIL and MYAZUR_PASSWORD, come from the environment.
      --folder ID        the folder whose documents are wanted
      --direction D      incoming, outgoing or both; both by default
      --since DATE       where the first run begins; 1970-01-01 by default
      --full             ask for everything again and count the records that no longer come
      --delete-missing   with --full: mark those records as deleted
      --forget-failures  give up, at the end of the run, rows that came without an identifier

    ZENDESK SELL
      tributary sync zendesk-sell [--new-device] [--forget-failures]
      ZENDESK_SELL_TOKEN comes from the environment; the token needs the scope sync.
      --new-device       have everything delivered once more, and delete what no longer exists; needed only after a
                         restore of the whole disk, since a copied or restored database is noticed
      --forget-failures  give up, at the end of the run, what the service could not hand out, and items that came
                         without an identifier

    SHARESPINE
      tributary sync sharespine --base-url URL --entity TYPE[,TYPE...] [--where FILTER] [--full [--delete-missing]]
                                [--forget-failures]
      SHARESPINE_USERNAME, SHARESPINE_PASSWORD, SHARESPINE_TENANT and SHARESPINE_CONNECTION_ID come from the
      environment; the host comes with them.
      --entity TYPES     product, ledgeraccount, ledgerentry and supplierinvoice by queries, order and any other record
                         type by its list of changes; each is a stream of its own
      --where FILTER     with one type that is queried: only the records of a filter, in the JSON that the server reads
      --deleted FIELD    how a deleted record looks, where you know it: a field that is true, or FIELD=TEXT
      --page-size N      rows of a page; 100 by default
      --full, --delete-missing, --forget-failures   as for my-azur

    OPTIONS
      --database FILE    the database; tributary.sqlite by default
      --base-url URL     another server, such as https://api-sandbox.myazur.app
      --timeout SECONDS  the longest time for one call with its repetitions; 600 by default
      --watch SECONDS    sync again and again until Ctrl-C
      --json             one JSON object a line
      --quiet            only the last line
      --verbose          every request on standard error, without secrets
    """

  static let query = """
    tributary query sharespine TYPE: prints the records that a filter matches, one JSON object a line.

    TYPE is product, order, ledgeraccount, ledgerentry or supplierinvoice. The same filter means the same on the server
    and in a database.

    OPTIONS
      --where FILTER     {"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2024-01-31T00:00:00Z"}}
      --order FIELD:DIR  such as lastModified:descending
      --limit N          at most so many records; all by default
      --offset N         leave out so many first
      --unchecked        send fields and operators as they are that the spec does not know
      --database FILE    ask this database instead of the server
      --base-url URL     the server; credentials come from the environment, as for sync
      --timeout SECONDS  the longest time for one call with its repetitions; 600 by default
    """

  static let status = """
    tributary status: shows streams, cursors, counts, failures, quarantine and what "up to date" assumes.

    OPTIONS
      --database FILE    the database; tributary.sqlite by default
      --json             one JSON object a line
    """

  static let serve = """
    tributary serve SERVICE: emulates a service on 127.0.0.1 until Ctrl-C, for this program or any other client.

    OPTIONS
      --port N           the port; by default a free one, which is printed
      --records N        how many records there are; 200 by default
      --seed N           the seed of everything random; 1 by default
      --change-every N   seconds after which a record changes by itself; 5 by default, 0 for never
      --faults PLAN      failures to answer with; see below
      --steer            take orders from standard input; see below

    MY AZUR
      --folder ID        the folder that holds the documents; 5 by default
      Any bearer token is let in. A change moves a document's status, or lets a new document arrive.

    ZENDESK SELL
      Any bearer token is let in; the official clients want 64 characters. A change alters, adds or deletes a record.

    SHARESPINE
      Any user, tenant and connection is let in. A change alters, adds or deletes a record.

    """ + Steering.help + "\n" + FaultPlan.help
}
