//! All operations of Alguna.

use generated::alguna::runtime::DateTime;
use generated::alguna::{Client, models};

use super::Row;
use super::exchange::prepared;

/// A call of each operation with all parameters.
pub const CALLS: &[Row<Client>] = &[
    ("GET /metrics", |c, a| {
        prepared(
            c.list_metrics(a.get("limit"), a.get("offset"), a.text("sort"))
                .aggregation_field(a.texts("aggregation_field"))
                .aggregation_method(a.list::<models::AggregationMethod>("aggregation_method"))
                .event_name(a.texts("event_name"))
                .tag_ids(a.texts("tag_ids")),
        )
    }),
    ("POST /metrics", |c, a| prepared(c.create_metric(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("GET /metrics/{id}", |c, a| prepared(c.get_metric(a.text("id")))),
    ("POST /events", |c, a| prepared(c.ingest_events(a.body()))),
    ("GET /credit-notes", |c, a| prepared(c.list_credit_notes(a.text("customer_id"), a.get("limit"), a.get("offset")))),
    ("POST /credit-notes", |c, a| prepared(c.create_credit_note(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("POST /credit-notes/{id}/apply", |c, a| {
        prepared(c.apply_credit_note(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("POST /customer-portal-sessions", |c, a| {
        prepared(c.create_customer_portal_session(a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("PATCH /customers/{id}", |c, a| {
        prepared(c.update_customer(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("GET /customers/{id}", |c, a| prepared(c.get_customer(a.text("id")))),
    ("GET /customers", |c, a| {
        prepared(
            c.list_customers(a.get("limit"), a.get("offset"), a.text("sort"))
                .alias(a.text("alias"))
                .csm_id(a.texts("csm_id"))
                .email(a.text("email"))
                .has_active_subscriptions(a.get::<bool>("has_active_subscriptions"))
                .integration_ids(a.texts("integration_ids"))
                .tag_ids(a.texts("tag_ids")),
        )
    }),
    ("POST /customers", |c, a| prepared(c.create_customer(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("GET /insights/customers", |c, _| prepared(c.get_customer_insights())),
    ("GET /insights/revenue/subscription/{id}", |c, a| prepared(c.get_subscription_revenue_insights(a.text("id")))),
    ("GET /invoices", |c, a| {
        prepared(
            c.list_invoices(a.get("limit"), a.get("offset"), a.text("sort"))
                .autopay(a.get::<bool>("autopay"))
                .customer_id(a.text("customer_id"))
                .due_date_gte(a.get::<DateTime>("due_date_gte"))
                .due_date_lte(a.get::<DateTime>("due_date_lte"))
                .external_reference(a.text("external_reference"))
                .invoicing_date_gte(a.get::<DateTime>("invoicing_date_gte"))
                .invoicing_date_lte(a.get::<DateTime>("invoicing_date_lte"))
                .issue_date_gte(a.get::<DateTime>("issue_date_gte"))
                .issue_date_lte(a.get::<DateTime>("issue_date_lte"))
                .status(a.texts("status")),
        )
    }),
    ("POST /invoices", |c, a| prepared(c.create_invoice(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("GET /invoices/{id}", |c, a| prepared(c.get_invoice(a.text("id")))),
    ("PATCH /invoices/{id}/line-items/{line_item_id}", |c, a| {
        prepared(
            c.update_invoice_line_item(a.text("id"), a.text("line_item_id"), a.body())
                .idempotency_key(a.text("Idempotency-Key")),
        )
    }),
    ("DELETE /invoices/{id}/line-items/{line_item_id}", |c, a| {
        prepared(
            c.delete_invoice_line_item(a.text("id"), a.text("line_item_id")).idempotency_key(a.text("Idempotency-Key")),
        )
    }),
    ("GET /payments", |c, a| {
        prepared(
            c.list_payments(a.get("limit"), a.get("offset"))
                .customer_id(a.text("customer_id"))
                .invoice_id(a.text("invoice_id")),
        )
    }),
    ("GET /payments/{id}", |c, a| prepared(c.get_payment(a.text("id")))),
    ("GET /plans", |c, a| {
        prepared(c.list_plans(a.get("limit"), a.get("offset"), a.text("sort")).tag_ids(a.texts("tag_ids")))
    }),
    ("POST /plans", |c, a| prepared(c.create_plan(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("GET /plans/{id}", |c, a| prepared(c.get_plan(a.text("id")))),
    ("GET /bundles", |c, a| prepared(c.list_bundles(a.get("limit"), a.get("offset")))),
    ("POST /bundles", |c, a| prepared(c.create_bundle(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("PATCH /bundles/{id}", |c, a| {
        prepared(c.update_bundle(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("GET /products", |c, a| {
        prepared(
            c.list_products(a.get("limit"), a.get("offset"))
                .fee_type(a.list::<models::ListProductsFeeType>("fee_type"))
                .metric_ids(a.texts("metric_ids"))
                .payment_terms(a.list::<models::ListProductsPaymentTerm>("payment_terms")),
        )
    }),
    ("POST /products", |c, a| prepared(c.create_product(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("GET /products/{id}", |c, a| prepared(c.get_product(a.text("id")))),
    ("PATCH /products/{id}", |c, a| {
        prepared(c.update_product(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("GET /refunds", |c, a| {
        prepared(
            c.list_refunds(a.get("limit"), a.get("offset"), a.text("sort"))
                .currency(a.text("currency"))
                .customer_id(a.text("customer_id"))
                .payment_id(a.text("payment_id"))
                .status(a.list::<models::ListRefundsStatus>("status")),
        )
    }),
    ("POST /refunds", |c, a| prepared(c.create_refund(a.body()).idempotency_key(a.text("Idempotency-Key")))),
    ("GET /refunds/{id}", |c, a| prepared(c.get_refund(a.text("id")))),
    ("GET /revenue-schedules", |c, a| prepared(c.list_revenue_schedules(a.text("currency"), a.get("interval")))),
    ("POST /subscriptions/{id}/changes", |c, a| {
        prepared(c.apply_subscription_changes(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("POST /subscriptions/{id}/changes/preview", |c, a| {
        prepared(c.preview_subscription_changes(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("GET /subscriptions/{id}/versions/{vid}", |c, a| {
        prepared(c.get_subscription_version(a.text("id"), a.text("vid")))
    }),
    ("GET /subscriptions/{id}/versions/current", |c, a| prepared(c.get_current_subscription_version(a.text("id")))),
    ("GET /subscriptions", |c, a| prepared(c.list_subscriptions(a.get("limit"), a.get("offset"), a.text("sort")))),
    ("POST /subscriptions", |c, a| {
        prepared(c.create_subscription(a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("GET /subscriptions/{id}", |c, a| prepared(c.get_subscription(a.text("id")))),
    ("PATCH /subscriptions/{id}", |c, a| {
        prepared(c.update_subscription(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("POST /subscriptions/{id}/activate", |c, a| {
        prepared(c.activate_subscription(a.text("id")).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("POST /subscriptions/{id}/cancel", |c, a| {
        prepared(c.cancel_subscription(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("POST /subscriptions/{id}/credits/grant", |c, a| {
        prepared(c.grant_subscription_credits(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
    ("GET /subscriptions/{id}/billing-dates", |c, a| prepared(c.list_subscription_billing_dates(a.text("id")))),
    ("GET /subscriptions/{id}/revenue", |c, a| prepared(c.get_subscription_revenue(a.text("id")))),
    ("GET /wallets", |c, a| {
        prepared(
            c.list_wallets(a.get("limit"), a.get("offset"))
                .active(a.get::<bool>("active"))
                .customer_id(a.text("customer_id")),
        )
    }),
    ("GET /wallets/{id}", |c, a| prepared(c.get_wallet(a.text("id")))),
    ("POST /wallets/{id}/debit", |c, a| {
        prepared(c.debit_wallet(a.text("id"), a.body()).idempotency_key(a.text("Idempotency-Key")))
    }),
];
