/// Every resource of the service.
enum ResourceTable {
  private static let person = """
    title description industry website email phone mobile fax twitter facebook linkedin skype
    """
  private static let stamps = "created_at:time updated_at:time"
  private static let addresses = "address[city] address[country] address[postal_code] address[state] address[line1]"

  static let all: [Resource] = [
    Resource(
      "leads", "lead", Resource.editable.union([.upsert]),
      writable: """
        owner_id:@user first_name last_name organization_name status=New source_id:@source
        unqualified_reason_id:@lead_unqualified_reason \(person) address:address tags:texts custom_fields:custom
        """,
      derived: "creator_id:int \(stamps)",
      filters: """
        creator_id owner_id source_id first_name last_name organization_name status email \(addresses) custom_fields
        """,
      sort: "updated_at:asc"
    ).changed { $0.isVersioned = true },
    Resource(
      "contacts", "contact", Resource.editable.union([.upsert]),
      writable: """
        owner_id:@user is_organization:bool contact_id:@contact parent_organization_id:@contact name first_name
        last_name customer_status:none|current|past=none prospect_status:none|current|lost=none \(person)
        address:address billing_address:address shipping_address:address tags:texts custom_fields:custom
        """,
      derived: "creator_id:int \(stamps)",
      filters: """
        contact_id email first_name last_name name is_organization owner_id creator_id \(addresses) custom_fields
        """,
      sort: "last_name:asc"
    ).changed { $0.isVersioned = true },
    Resource(
      "deals", "deal", Resource.editable.union([.upsert]),
      writable: """
        owner_id:@user name! value:amount currency=USD hot:bool stage_id:@stage last_stage_change_at:time
        source_id:@source loss_reason_id:@loss_reason unqualified_reason_id:@deal_unqualified_reason
        contact_id:@contact! estimated_close_date:date customized_win_likelihood:percent tags:texts
        custom_fields:custom added_on:time
        """,
      derived: """
        creator_id:int organization_id:int last_stage_change_by_id:int last_activity_at:time dropbox_email \(stamps)
        """,
      filters: """
        contact_id creator_id hot organization_id owner_id source_id stage_id estimated_close_date name custom_fields
        """
    ).changed { $0.isVersioned = true },
    Resource(
      "deals/:id/associated_contacts", "associated_contact", [.list, .create, .delete],
      writable: "contact_id:@contact! role:text!", derived: "creator_id:int \(stamps)"
    ).changed {
      $0.parent = ("deals", "deal", "deal_id")
      $0.identifier = "contact_id"
    },
    Resource(
      "notes", "note",
      writable: """
        resource_type:lead|contact|deal! resource_id:@! content! is_important:bool tags:texts
        type:regular|restricted=regular
        """,
      derived: "creator_id:int \(stamps)", filters: "creator_id q resource_id resource_type", sort: "updated_at:asc"),
    Resource(
      "tasks", "task",
      writable: """
        owner_id:@user resource_type:lead|contact|deal resource_id:@ completed:bool due_date:time remind_at:time
        content!
        """,
      derived: "creator_id:int completed_at:time overdue:bool \(stamps)",
      filters: "completed creator_id overdue owner_id q remind resource_id resource_type type", sort: "updated_at:asc"),
    Resource(
      "users", "user", Resource.readable,
      derived: """
        name email status invited:bool confirmed:bool phone_number role roles:any team_name group:any reports_to:int
        timezone deleted_at:time zendesk_user_id identity_type system_tags:texts detached:bool
        sell_login_disabled:bool \(stamps)
        """,
      filters: "confirmed email name role status zendesk_user_ids"),
    Resource(
      "accounts", "account", [.get],
      derived: "name currency time_format timezone phone subdomain \(stamps)"),
    Resource("pipelines", "pipeline", Resource.readOnly, derived: "name disabled:bool \(stamps)"),
    Resource(
      "stages", "stage", Resource.readOnly,
      derived: "name category position:int likelihood:int active:bool pipeline_id:int \(stamps)",
      filters: "pipeline_id active name"),
    Resource(
      "tags", "tag", writable: "name! resource_type:lead|contact|deal!", derived: "creator_id:int \(stamps)",
      filters: "creator_id name resource_type", sort: "updated_at:asc"),
    sources("sources", .legacy), sources("lead_sources", .resource("lead")), sources("deal_sources", .resource("deal")),
    reasons("loss_reasons", "loss_reason"), reasons("deal_unqualified_reasons", "deal_unqualified_reason"),
    reasons("lead_unqualified_reasons", "lead_unqualified_reason", Resource.readOnly),
    Resource(
      "products", "product",
      writable: """
        name! description sku active:bool max_discount:percent max_markup:int cost:decimal cost_currency=USD
        prices:prices
        """,
      derived: stamps, filters: "name sku active"
    ).changed { $0.isOfProductsService = true },
    Resource(
      "orders", "order", writable: "deal_id:@deal! discount:percent", derived: stamps, filters: "deal_id"),
    Resource(
      "orders/:id/line_items", "line_item", [.list, .get, .create, .delete],
      writable: "product_id:@product! value:decimal variation:decimal currency quantity:int",
      derived: "name sku description price:decimal \(stamps)", filters: "quantity value"
    ).changed { $0.parent = ("orders", "order", "order_id") },
    Resource(
      "calls", "call",
      writable: """
        summary recording_url outcome_id:@call_outcome duration:int phone_number incoming:bool missed:bool
        resource_type:lead|contact resource_id:@ associated_deal_ids:ints made_at:time external_id user_id:@user
        """,
      derived: stamps, filters: "resource_id resource_type associated_deal_id", sort: "made_at:desc"
    ).changed { $0.isSortFixed = true },
    Resource("call_outcomes", "call_outcome", Resource.readOnly, derived: "name creator_id:int \(stamps)"),
    Resource(
      "text_messages", "text_message", Resource.readable,
      derived: """
        user_id:int user_phone_number content incoming:bool resource_phone_number resource_type resource_id:int
        associated_deal_ids:ints sent_at:time \(stamps)
        """,
      filters: "resource_id resource_type", sort: "id:desc"),
    Resource(
      "visits", "visit", Resource.readOnly,
      derived: """
        creator_id:int outcome_id:int resource_type resource_id:int visited_at:time resource_address
        rep_location_verification_status summary \(stamps)
        """,
      filters: "resource_id resource_type outcome_id creator_id rep_location_verification_status"),
    Resource("visit_outcomes", "visit_outcome", Resource.readOnly, derived: "name \(stamps)"),
    Resource(
      "collaborations", "collaboration", [.list, .get, .create, .delete],
      writable: "resource_type:lead|contact|deal! resource_id:@! collaborator_id:@user!",
      derived: "creator_id:int \(stamps)", filters: "creator_id resource_type resource_id"),
    Resource(
      "lead_conversions", "lead_conversion", [.list, .get, .create],
      writable: "lead_id:@lead! owner_id:@user create_deal:bool",
      derived: "individual_id:int organization_id:int deal_id:int creator_id:int created_at:time",
      filters: "lead_id"),
    Resource(
      "documents", "document", Resource.readable,
      derived: "resource_type resource_id:int creator_id:int name content_type size:int download_url \(stamps)",
      filters: "resource_type resource_id"),
    Resource(
      "sequences", "sequence", Resource.readable, derived: "name steps_total:int creator_id:int \(stamps) steps:any"
    ),
    Resource(
      "sequence_enrollments", "sequence_enrollment", [.list, .get, .create],
      writable: "sequence_id:@sequence! resource_type:lead|contact! resource_id:@! actor_id:@user",
      derived: """
        created_at:time sequence:any state previously_executed_step_position:int enrollment_steps:any finished_at:time
        finished_reason finished_actor_id:int
        """,
      filters: "resource_type resource_id state"),
    Resource("lead_statuses", "lead_status", Resource.readOnly, derived: "name \(stamps)"),
    Resource("industries", "industry", Resource.readOnly, derived: "name \(stamps)", sort: "name:asc").changed {
      $0.identifier = "name"
    },
    definitions("lead"), definitions("contact"), definitions("deal"), definitions("prospect_and_customer"),
  ]

  /// The resource at a path, given its segments without the version.
  static let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }

  /// The first resource of a type.
  static let byType = Dictionary(all.map { ($0.type, $0) }) { first, _ in first }

  private static func sources(_ path: String, _ side: Resource.Side) -> Resource {
    Resource(
      path, "source", writable: side == .legacy ? "name!" : "name! resource_type:lead|deal",
      derived: "creator_id:int \(stamps)", filters: "name"
    ).changed { $0.side = side }
  }

  private static func reasons(
    _ path: String, _ type: String, _ actions: Set<Resource.Action> = Resource.editable
  ) -> Resource {
    Resource(path, type, actions, writable: "name!", derived: "creator_id:int \(stamps)", filters: "name")
  }

  private static func definitions(_ subject: String) -> Resource {
    Resource(
      "\(subject)/custom_fields", "\(subject)_custom_field", Resource.readOnly,
      derived: "name type choices:any for_contact:bool for_organisation:bool \(stamps)"
    ).changed { $0.shownType = "custom_field" }
  }
}
