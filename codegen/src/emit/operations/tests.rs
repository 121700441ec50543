//! The calls of a made-up API, printed, are what the runtime's own tests compile and call (`tests/golden/api`).

use harness::golden;
use serde_json::json;

use crate::emit::Emitter;
use crate::ir::server_url::ServerPosition;
use crate::ir::{
    Api, BinaryClass, Body, Constraints, Docs, Header, HeaderEncoding, Integer, JsonClass, JsonFraming, MediaClass,
    MediaType, Member, MultipartParts, NameSource, Object, Operation, OperationName, PageInput, PageStrategy,
    Pagination, Parameter, ParameterEncoding, ParameterLocation, ParameterStyle, PartContent, PartEncoding,
    PathSegment, RequestCodec, RequestMedia, Response, ResponseCodec, ResponseMedia, SchemeUse, SecurityKind,
    SecurityScheme, Server, ServerBase, ServerPart, ServerVariable, Shape, Status, TextClass, Type, TypeDef, TypeId,
    Webhook,
};
use crate::names::{self, NamesLock};
use crate::render::{Header as FirstLine, render};

const CUSTOMER: Type = Type::Named(TypeId(0));
const PROBLEM: Type = Type::Named(TypeId(1));
const UPLOAD: Type = Type::Named(TypeId(2));
const PAGE: Type = Type::Named(TypeId(3));

#[test]
fn calls_are_as_expected() {
    let api = api();
    let (names, _) = names::choose(&api, &NamesLock::default());
    let emitter = Emitter::new(&api, &names);
    let header = FirstLine { version: "0", source: "api.yaml", title: "", api_version: "", command: golden::COMMAND };
    let mut plan = render(&emitter.jobs(), &header).unwrap();
    plan.files.retain(|path, _| path != "mod.rs" && !path.starts_with("models/"));
    golden::check_folder("api", &plan.files, |_| false);
}

fn api() -> Api {
    let error_message = vec!["error".to_owned(), "info".to_owned()];
    let mut api = Api { title: "Golden".to_owned(), error_message, ..Api::default() };
    api.servers = vec![server("https://api.example.com/v1", "Production"), server_with_variables()];
    api.tags = vec![("Customers".to_owned(), Some("People who pay.".to_owned()))];
    api.types = vec![
        def("Customer", &[("id", Type::String, true), ("name", Type::String, false)]),
        def("Problem", &[("detail", Type::String, true)]),
        def("Upload", &[("file", Type::String, true), ("note", Type::String, false), ("owner", CUSTOMER, false)]),
        def("CustomerPage", &[("data", Type::List(Box::new(CUSTOMER)), true), ("next", Type::String, false)]),
    ];
    let scheme = |name: &str, kind| SecurityScheme { name: name.to_owned(), kind, description: None };
    api.security_schemes = vec![
        scheme("bearerAuth", SecurityKind::Bearer),
        scheme("key", SecurityKind::ApiKeyHeader { name: "X-Key".to_owned() }),
        scheme("token", SecurityKind::ApiKeyQuery { name: "token".to_owned() }),
        scheme("oauth", SecurityKind::OAuth2 { token_url: Some("https://auth.example.com/token".to_owned()) }),
    ];
    api.operations = operations();
    api.webhooks = vec![webhook("customer.created", CUSTOMER), webhook("problem", PROBLEM)];
    api
}

fn operations() -> Vec<Operation> {
    let mut update = operation("update_customer", "PATCH", "/customers/{id}/");
    update.docs.summary = Some("Update a customer".to_owned());
    let mut version = parameter("Api-Version", ParameterLocation::Header, Type::String);
    (version.required, version.fixed) = (true, Some(json!("2026-04-01")));
    let mut key = parameter("Idempotency-Key", ParameterLocation::Header, Type::String);
    key.idempotency_key = true;
    key.constraints = Constraints { max_length: Some(255), ..Constraints::default() };
    update.parameters.extend([version, key]);
    update.body =
        body(true, vec![sent("application/json", MediaClass::Json(JsonClass::Plain), RequestCodec::Json(CUSTOMER))]);
    update.successes = vec![reply(Status::Exact(200), vec![json_of(CUSTOMER)])];
    update.successes[0].headers = vec![
        header("X-Count", Type::Integer(Integer::I64), true),
        header("X-Tags", Type::List(Box::new(Type::String)), false),
    ];
    update.failures = vec![
        reply(
            Status::Exact(422),
            vec![received(
                "application/problem+json",
                MediaClass::Json(JsonClass::Problem),
                ResponseCodec::Json(PROBLEM),
            )],
        ),
        reply(Status::Default, vec![json_of(PROBLEM)]),
    ];
    update.security = vec![vec![used(0)]];

    let mut list = operation("list_customers", "GET", "/customers");
    let mut tags = parameter("tags", ParameterLocation::Query, Type::List(Box::new(Type::String)));
    tags.encoding = styled(ParameterStyle::Form, false);
    let mut filter = parameter("filter", ParameterLocation::Query, Type::Any);
    filter.encoding = styled(ParameterStyle::DeepObject, true);
    let limit = parameter("limit", ParameterLocation::Query, Type::Integer(Integer::I64));
    let cursor = parameter("cursor", ParameterLocation::Query, Type::String);
    list.parameters = vec![limit, tags, filter, cursor];
    list.successes = vec![reply(Status::Exact(200), vec![json_of(PAGE)])];
    list.security = vec![vec![used(1), used(2)], vec![used(0)]];
    let cursor = PageInput::Parameter("cursor".to_owned());
    let (items, next) = (vec!["data".to_owned()], vec!["next".to_owned()]);
    list.pagination = Some(Pagination { items, strategy: PageStrategy::Cursor { cursor, next, has_more: Vec::new() } });

    let mut delete = operation("delete_customer", "DELETE", "/customers/{id}");
    delete.successes = vec![reply(Status::Exact(200), vec![json_of(CUSTOMER)]), reply(Status::Exact(204), Vec::new())];
    delete.docs.deprecated = Some(crate::ir::Deprecation::default());
    delete.security = vec![vec![SchemeUse { scheme: 3, scopes: vec!["write".to_owned()] }]];

    let mut upload = operation("upload", "POST", "/files");
    let file = PartEncoding {
        wire: "file".to_owned(),
        content: PartContent::File,
        content_type: Some("image/png".to_owned()),
        headers: Vec::new(),
    };
    let parts = MultipartParts { declared: vec![file], others: None };
    upload.body =
        body(true, vec![sent("multipart/form-data", MediaClass::Multipart, RequestCodec::Multipart(UPLOAD, parts))]);
    upload.successes = vec![reply(Status::Exact(201), Vec::new())];

    let mut convert = operation("convert", "POST", "/convert");
    convert.body = body(
        false,
        vec![
            sent("application/json", MediaClass::Json(JsonClass::Plain), RequestCodec::Json(CUSTOMER)),
            sent("application/x-www-form-urlencoded", MediaClass::Form, RequestCodec::Form(CUSTOMER, Vec::new())),
            sent("application/octet-stream", MediaClass::Binary(BinaryClass::OctetStream), RequestCodec::Bytes),
        ],
    );
    convert.successes = vec![reply(
        Status::Range(2),
        vec![received("text/plain", MediaClass::Text(TextClass::Plain), ResponseCodec::Text)],
    )];

    let mut download = operation("download", "GET", "/files/{id}");
    download.successes = vec![reply(
        Status::Exact(200),
        vec![received("application/octet-stream", MediaClass::Binary(BinaryClass::OctetStream), ResponseCodec::Bytes)],
    )];
    let mut events = operation("events", "GET", "/events");
    events.successes = vec![reply(
        Status::Exact(200),
        vec![received("text/event-stream", MediaClass::EventStream, ResponseCodec::EventStream(CUSTOMER))],
    )];
    let mut log = operation("log", "GET", "/log");
    log.successes = vec![reply(
        Status::Exact(200),
        vec![received(
            "application/jsonl",
            MediaClass::JsonLines(JsonFraming::Lines),
            ResponseCodec::JsonLines(CUSTOMER),
        )],
    )];
    let mut check = operation("check", "HEAD", "/customers/{id}");
    check.successes = vec![reply(Status::Exact(200), vec![json_of(CUSTOMER)])];

    let mut operations = vec![update, list, delete, check];
    for operation in &mut operations {
        operation.tags = vec!["Customers".to_owned()];
    }
    operations.extend([upload, convert, download, events, log]);
    operations
}

fn operation(name: &str, method: &str, template: &str) -> Operation {
    let mut path = Vec::new();
    let mut parameters = Vec::new();
    for piece in template.split_inclusive('}') {
        let (literal, name) = piece.split_once('{').unwrap_or((piece, ""));
        path.push(PathSegment::Literal(literal.to_owned()));
        if let Some(name) = name.strip_suffix('}') {
            path.push(PathSegment::Parameter(parameters.len()));
            let mut parameter = parameter(name, ParameterLocation::Path, Type::String);
            parameter.required = true;
            parameters.push(parameter);
        }
    }
    Operation {
        name: OperationName::Id(name.to_owned()),
        id: Some(name.to_owned()),
        method: method.to_owned(),
        path,
        path_template: template.to_owned(),
        tags: Vec::new(),
        docs: Docs::default(),
        external_docs: None,
        parameters,
        body: None,
        successes: Vec::new(),
        failures: Vec::new(),
        security: Vec::new(),
        servers: None,
        declared_pagination: None,
        pagination: None,
        place: Default::default(),
    }
}

fn parameter(wire: &str, location: ParameterLocation, ty: Type) -> Parameter {
    let pairs = matches!(location, ParameterLocation::Query | ParameterLocation::Cookie);
    Parameter {
        wire: wire.to_owned(),
        location,
        encoding: styled(if pairs { ParameterStyle::Form } else { ParameterStyle::Simple }, pairs),
        ty,
        required: false,
        fixed: None,
        constraints: Constraints::default(),
        rules: Vec::new(),
        idempotency_key: false,
        default: None,
        docs: Docs::default(),
        place: Default::default(),
    }
}

fn styled(style: ParameterStyle, explode: bool) -> ParameterEncoding {
    ParameterEncoding::Styled { style, explode, allow_reserved: false }
}

fn def(name: &str, members: &[(&str, Type, bool)]) -> TypeDef {
    let member = |(wire, ty, required): &(&str, Type, bool)| Member {
        wire: (*wire).to_owned(),
        ty: ty.clone(),
        required: *required,
        access: Default::default(),
        default: None,
        docs: Docs::default(),
        constraints: Constraints::default(),
        tag: None,
        place: Default::default(),
    };
    let shape = Shape::Object(Object { members: members.iter().map(member).collect(), ..Object::default() });
    TypeDef::new(NameSource::Component(name.to_owned()), Docs::default(), Default::default(), shape)
}

fn server(url: &str, description: &str) -> Server {
    let base =
        ServerBase::Absolute { parts: vec![ServerPart::Text(url.to_owned())], default_url: Some(url.to_owned()) };
    let (url, description) = (url.to_owned(), Some(description.to_owned()));
    Server { url, name: None, description, variables: Vec::new(), base }
}

/// `https://{region}.example.com:{port}/{tier}`: a text with a default, one without, and an enum.
fn server_with_variables() -> Server {
    let variable = |name: &str, default: Option<&str>, values: &[&str]| ServerVariable {
        name: name.to_owned(),
        default: default.map(str::to_owned),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        description: None,
    };
    let text = |text: &str| ServerPart::Text(text.to_owned());
    let parts = vec![
        text("https://"),
        ServerPart::Variable(0, ServerPosition::Label),
        text(".example.com:"),
        ServerPart::Variable(1, ServerPosition::Port),
        text("/"),
        ServerPart::Variable(2, ServerPosition::Path),
    ];
    Server {
        url: "https://{region}.example.com:{port}/{tier}".to_owned(),
        name: None,
        description: Some("Regional".to_owned()),
        variables: vec![
            variable("region", Some("eu"), &[]),
            variable("port", None, &[]),
            variable("tier", Some("free"), &["free", "gold"]),
        ],
        base: ServerBase::Absolute { parts, default_url: None },
    }
}

fn sent(name: &str, class: MediaClass, codec: RequestCodec) -> RequestMedia {
    let media_type = MediaType { name: name.to_owned(), class };
    RequestMedia { media_type, content_type: name.to_owned(), codec, examples: Vec::new(), place: Default::default() }
}

fn received(name: &str, class: MediaClass, codec: ResponseCodec) -> ResponseMedia {
    let media_type = MediaType { name: name.to_owned(), class };
    ResponseMedia { media_type, also: Vec::new(), codec, examples: Vec::new(), place: Default::default() }
}

fn json_of(ty: Type) -> ResponseMedia {
    received("application/json", MediaClass::Json(JsonClass::Plain), ResponseCodec::Json(ty))
}

fn body(required: bool, media: Vec<RequestMedia>) -> Option<Body> {
    Some(Body { required, media, docs: Docs::default() })
}

fn reply(status: Status, media: Vec<ResponseMedia>) -> Response {
    Response { status, media, headers: Vec::new(), docs: Docs::default(), place: Default::default() }
}

fn header(wire: &str, ty: Type, required: bool) -> Header {
    let encoding = HeaderEncoding::Simple { explode: false };
    Header { wire: wire.to_owned(), ty, required, encoding, docs: Docs::default() }
}

fn used(scheme: usize) -> SchemeUse {
    SchemeUse { scheme, scopes: Vec::new() }
}

fn webhook(name: &str, ty: Type) -> Webhook {
    Webhook {
        name: name.to_owned(),
        callback_of: None,
        method: "POST".to_owned(),
        media: vec![received("application/json", MediaClass::Json(JsonClass::Plain), ResponseCodec::Json(ty))],
        docs: Docs::default(),
        place: Default::default(),
    }
}
