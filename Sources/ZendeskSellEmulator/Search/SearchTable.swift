/// A type of record that can be searched.
struct SearchResource: Sendable {
  /// Its name in the path: `leads`.
  var path: String
  /// The type of its records: `lead`.
  var type: String
  var attributes: [SearchAttribute]

  init(_ path: String, _ type: String, _ attributes: String...) {
    self.path = path
    self.type = type
    self.attributes = SearchAttribute.list(attributes.joined(separator: " "))
  }
}

/// The attributes of the five resources, as the service's schema gave them on 2023-06-14.
enum SearchTable {
  private static let common = """
    created_at:date_time creator{id:long! name^} id:id owner:permissions_owner{id:long! name^}
    permission_group:permissions_group{id:long! name} permission_team:permissions_team{id:long! name} uid:id
    updated_at:date_time version:version
    """

  private static let address = "{city country region street zip_code}"

  /// What leads, contacts and deals have in common.
  private static let trade = """
    actionable{actionable_count:integer!^ missed_calls:integer overdue_tasks:integer unread_emails:integer
      unread_texts:integer}
    address\(address) city collaborators:[long]
    communication{last_touch{at:date_time! direction medium participating_user_ids:[long]}} country
    custom_fields:custom_fields_root imports{created_at:date_time id:long! user_id:long}
    last_activity_date:date_time location:geo_point name:string
    next_task{content:string created_at:date_time creator_id:long due_date:date_time id:long! owner_id:long
      remind_at:date_time updated_at:date_time}
    region street tags:[keyword] zip
    smart_attributes{days_awaiting_my_response:integer days_awaiting_my_response_helper_sorting_value:integer
      days_since_last_communication:integer days_with_no_reply:integer
      days_with_no_reply_helper_sorting_value:integer first_incoming_touch_after_last_outgoing_touch_at:date_time
      first_outgoing_touch_after_last_incoming_touch_at:date_time is_last_touch_incoming:boolean
      is_last_touch_outgoing:boolean last_incoming_call_at:date_time last_incoming_email_at:date_time
      last_incoming_text_at:date_time last_outgoing_call_at:date_time last_outgoing_email_at:date_time
      last_outgoing_text_at:date_time last_touch_at:date_time last_touch_helper_sorting_value:integer
      number_of_link_clicks_of_last_outgoing_email:integer
      number_of_outgoing_calls_after_last_incoming_touch:integer
      number_of_outgoing_emails_after_last_incoming_touch:integer
      number_of_outgoing_texts_after_last_incoming_touch:integer
      number_of_views_of_last_outgoing_email:integer}
    """

  /// What leads and contacts have in common.
  private static let person = """
    company_name:string description:string display_name:string email
    enrollments{active_sequence_ids:[long] current_step:integer finished_at:date_time finished_sequence_ids:[long]
      id:long sequence_id:long started_at:date_time}
    facebook fax first_name:string first_or_company_name:string import{created_at:date_time id:long! user_id:long}
    industry last_name:string last_or_company_name:string last_visit_creator{id:long! name^}
    last_visit_date:date_time last_visit_outcome{id:long! name position:long^}
    last_visit_rep_location_verification_status last_visit_rep_location_verified:boolean
    last_visit_resource_address last_visit_summary linkedin
    next_email{blocked_at:date_time scheduled_for:date_time!^ sender_user_id:long status template_id:long}
    normalized_phone_numbers{national_number:[keyword]!} phone_numbers{mobile phone!} shipping_address\(address)
    skype tag_ids:[long] title twitter website zip_code
    """

  private static let revenue = "{currency normalized_value:double!^ value:double}"

  static let all: [SearchResource] = [
    SearchResource(
      "leads", "lead", common, trade, person,
      "source{id:long! name^} state status{id:long! position:long^} unqualified_reason{id:long! name^}"),
    SearchResource(
      "contacts", "contact", common, trade, person,
      """
      billing_address\(address) company{id:long! name:string^} company_id:long created_via customer_status
      is_organisation:boolean is_sales_account:boolean parent_company{id:long! name:string^} parent_company_id:long
      parent_company_name:string prospect_status
      subscription{current_monthly_recurring_revenue\(revenue) end_date{date:date is_infinite:boolean}
        upcoming_monthly_recurring_revenue\(revenue) upcoming_periods_count:integer}
      """),
    SearchResource(
      "deals", "deal", common, trade,
      """
      added_at:date added_at_with_time:date_time booking_period{end_at:date_time start_at:date_time}
      booking_period_end_at:date_time booking_period_start_at:date_time close_date:date
      close_date_with_time:date_time company{id:long! name:string^} consumption{rate:short value:double}
      contact{id:long! last_name:string name:string^} currency deal_consumption:double deal_consumption_rate:short
      decimal_value:double decimal_value_proxy:double estimated_close_date:date estimated_win_likelihood:short
      exchange_rate{rate:double value:double} forecasted_value:double forecasted_value_proxy:double hot:boolean
      is_closed:boolean is_won:boolean last_stage_change_at:date_time loss_reason{id:long! name^}
      normalized_decimal_value:double pipeline pipeline_id:long previous_pipeline_stage_id:long
      products{currency:[keyword] id:[keyword] name:[keyword] product_template_id:[keyword]!
        product_template_version:[keyword] quantity:[integer] selling_price:[double] sku:[keyword]
        total_price:[double] unit_price:[double] variation:[double]}
      scope:double source{id:long! name^} stage{id:long! is_active:boolean position^}
      unqualified_reason{id:long! name^}
      """),
    SearchResource(
      "notes", "note", common,
      """
      associated_contact_ids:[long] associated_deal_ids:[long] content:string is_important:boolean
      resource{id:long! type} tag_ids:[long] tags:[keyword] type:string
      """),
    SearchResource(
      "tasks", "task", common,
      """
      assignee{id:long! name^} completed:boolean completed_at:date_time content:string done_by{id:long! name^}
      due_date:date_time overdue:boolean remind_at:date_time reminder_offset:integer resource{id:long! type}
      """),
  ]

  /// The resource at a path.
  static let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }
}
