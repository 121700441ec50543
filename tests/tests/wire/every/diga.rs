//! All operations of Diga.

use generated::diga::runtime::{DateTime, Uuid};
use generated::diga::{Client, models};

use super::Row;
use super::exchange::prepared;

/// A call of each operation with all parameters.
pub const CALLS: &[Row<Client>] = &[
    ("POST /v1/agent-template/{template_id}/apply", |c, a| {
        prepared(c.post_agent_template_by_template_id_apply(a.get("template_id"), a.body()))
    }),
    ("GET /v1/api_key/", |c, a| {
        prepared(
            c.list_api_keys()
                .after(a.get::<Uuid>("after"))
                .before(a.get::<Uuid>("before"))
                .page(a.get::<i64>("page"))
                .limit(a.get::<i64>("limit"))
                .order(a.get::<models::Order>("order")),
        )
    }),
    ("PATCH /v1/billing/customer/", |c, a| prepared(c.update_customer(a.body()))),
    ("GET /v1/billing/payment_method/", |c, _| prepared(c.get_payment_methods())),
    ("GET /v1/billing/subscription/", |c, _| prepared(c.get_subscription())),
    ("GET /v1/call/", |c, a| {
        prepared(
            c.list_calls()
                .after(a.get::<Uuid>("after"))
                .before(a.get::<Uuid>("before"))
                .page(a.get::<i64>("page"))
                .limit(a.get::<i64>("limit"))
                .order(a.get::<models::Order>("order"))
                .agent_id(a.get::<Uuid>("agent_id"))
                .status(a.get::<models::CallStatus>("status"))
                .r#type(a.get::<models::CallType>("type"))
                .start_created_date(a.get::<DateTime>("start_created_date"))
                .end_created_date(a.get::<DateTime>("end_created_date"))
                .contact_id(a.get::<Uuid>("contact_id"))
                .phone_id(a.get::<Uuid>("phone_id")),
        )
    }),
    ("POST /v1/call/", |c, a| prepared(c.make_call(a.body()))),
    ("GET /v1/call/{id}", |c, a| prepared(c.get_call(a.get("id")))),
    ("GET /v1/call/{id}/message", |c, a| {
        prepared(
            c.get_call_by_id_message(a.get("id"))
                .after(a.get::<Uuid>("after"))
                .before(a.get::<Uuid>("before"))
                .page(a.get::<i64>("page"))
                .limit(a.get::<i64>("limit"))
                .order(a.get::<models::Order>("order")),
        )
    }),
    ("POST /v1/path/", |c, a| prepared(c.create_path(a.body()))),
    ("GET /v1/path/{id}", |c, a| prepared(c.get_path(a.get("id")))),
    ("POST /v1/integration", |c, a| prepared(c.create_integration(a.body()))),
    ("POST /v1/integration/{integration_id}/tool", |c, a| {
        prepared(c.post_integration_by_integration_id_tool(a.get("integration_id"), a.body()))
    }),
    ("GET /v1/integration/{integration_id}/tool/{tool_id}", |c, a| {
        prepared(c.get_integration_by_integration_id_tool_by_tool_id(a.get("integration_id"), a.get("tool_id")))
    }),
    ("GET /v1/knowledge/base/", |c, a| {
        prepared(
            c.list_knowledge_bases()
                .after(a.get::<Uuid>("after"))
                .before(a.get::<Uuid>("before"))
                .page(a.get::<i64>("page"))
                .limit(a.get::<i64>("limit"))
                .order(a.get::<models::Order>("order"))
                .agent_id(a.get::<Uuid>("agent_id")),
        )
    }),
    ("POST /v1/knowledge/item/text", |c, a| prepared(c.post_knowledge_item_text(a.body()))),
    ("POST /v1/knowledge/item/url", |c, a| prepared(c.upload_url_items(a.body()))),
    ("GET /v1/knowledge/item/{id}", |c, a| prepared(c.get_knowledge_item_by_id(a.get("id")))),
    ("PATCH /v1/knowledge/item/{id}", |c, a| prepared(c.patch_knowledge_item_by_id(a.get("id"), a.body()))),
    ("GET /v1/notification/usage_alert", |c, _| prepared(c.get_usage_alert_config())),
    ("POST /v1/notification/usage_alert", |c, a| prepared(c.update_usage_alert_config(a.body()))),
    ("GET /v1/phone/", |c, a| {
        prepared(
            c.get_phone()
                .after(a.get::<Uuid>("after"))
                .before(a.get::<Uuid>("before"))
                .page(a.get::<i64>("page"))
                .limit(a.get::<i64>("limit"))
                .order(a.get::<models::Order>("order"))
                .inbound_agent_id(a.get::<Uuid>("inbound_agent_id"))
                .outbound_agent_id(a.get::<Uuid>("outbound_agent_id"))
                .status(a.get::<models::PhoneStatus>("status")),
        )
    }),
    ("POST /v1/phone/import", |c, a| prepared(c.post_phone_import(a.body()))),
    ("PATCH /v1/phone/{phone_id}", |c, a| prepared(c.patch_phone_by_phone_id(a.get("phone_id"), a.body()))),
    ("PATCH /v1/phone/{phone_id}/sip-config", |c, a| prepared(c.update_sip_config(a.get("phone_id"), a.body()))),
    ("GET /v1/voice/{voice_id}", |c, a| prepared(c.get_voice_by_voice_id(a.get("voice_id")))),
];
