//! The names of types, fields and variants that are chosen for small documents.

use oasmith::ir::Shape;
use oasmith::names::{self, NamesLock};
use oasmith::settings::ApiSettings;
use oasmith::source::MapLoader;
use oasmith::{Layout, Outcome, Request, generate};

fn run(paths: &str, schemas: &str, settings: &ApiSettings, lock: &NamesLock) -> Outcome {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{{paths}}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
    );
    let loader = MapLoader::new([("a.yaml", text)]);
    let layout = &Layout::Module;
    let outcome =
        generate(&Request { name: "a", settings, loader: &loader, names_lock: lock, layout, keep_going: false });
    assert!(outcome.plan.is_some(), "{:?}", outcome.diagnostics);
    outcome
}

/// Returns a line for each type: its name, then its fields or variants.
fn lines(outcome: &Outcome) -> Vec<String> {
    let (Some(api), Some(lock)) = (&outcome.api, &outcome.names_lock) else { return Vec::new() };
    let (names, next) = names::choose(api, lock);
    assert_eq!(next, *lock, "a second run must not change the lock");
    let items = names.types.iter().zip(&api.types).enumerate();
    let items = items.filter(|(index, (_, def))| names.is_item(oasmith::ir::TypeId(*index), &def.shape));
    let mut lines: Vec<String> = items
        .filter(|(_, (_, def))| !matches!(def.shape, Shape::Alias(_)))
        .map(|(_, (names, _))| {
            let parts: Vec<&str> = names.parts.iter().chain(&names.flattened).map(names::Name::as_str).collect();
            format!("{}: {}", names.name.as_str(), parts.join(" "))
        })
        .collect();
    lines.sort();
    lines
}

#[track_caller]
fn check(schemas: &str, expect: &[&str]) {
    let outcome = run("", schemas, &ApiSettings::of_file("a.yaml"), &NamesLock::default());
    assert_eq!(lines(&outcome), expect);
}

#[test]
fn variants_are_named_by_what_distinguishes_them() {
    check(
        "Pet: {oneOf: [{type: object, required: [url], properties: {url: {}, name: {}}}, \
         {type: object, required: [file], properties: {file: {}, name: {}}}, {type: object, required: [name], properties: {name: {}}}]}",
        &["Pet: Url File Name", "PetFile: file name", "PetName: name", "PetUrl: url name"],
    );
    check(
        "Pet: {oneOf: [{required: [Circle], properties: {Circle: {type: string}}}, {required: [Square], properties: {Square: {}}}]}",
        &["Pet: Circle Square", "PetCircle: circle", "PetSquare: square"],
    );
    check(
        "Pet: {oneOf: [{type: object, properties: {k: {const: x}, a: {}}}, {type: object, properties: {k: {const: y}, a: {}}}]}",
        &["Pet: X Y", "PetX: k a", "PetXK: X", "PetY: k a", "PetYK: Y"],
    );
    check(
        "Pet: {oneOf: [{type: object, properties: {v: {type: string}}}, {type: object, properties: {v: {type: integer}}}]}",
        &["Pet: VString VInteger", "PetVInteger: v", "PetVString: v"],
    );
    check(
        "Pet: {oneOf: [{type: string}, {type: object, properties: {a: {}, b: {}}}]}",
        &["Pet: String Object", "PetObject: a b"],
    );
}

#[test]
fn several_flattened_unions_are_named_by_their_variants() {
    check(
        "Pet: {allOf: [{oneOf: [{required: [a], properties: {a: {}}}, {required: [b], properties: {b: {}}}]}, \
         {oneOf: [{required: [c], properties: {c: {}}}, {required: [d], properties: {d: {}}}]}]}",
        &[
            "Pet: a_or_b c_or_d",
            "PetAOrB: A B",
            "PetAOrBA: a",
            "PetAOrBB: b",
            "PetCOrD: C D",
            "PetCOrDC: c",
            "PetCOrDD: d",
        ],
    );
}

#[test]
fn one_of_several_similar_items_gets_the_simple_name() {
    check(
        "Holder: {type: object, properties: {status: {enum: [a, b]}, Status: {enum: [c, d]}, STATUS: {enum: [e, f]}, \
         statuses: {type: array, items: {enum: [g, h]}}}}",
        &[
            "Holder: status status_pascal status_upper statuses",
            "HolderStatus: A B",
            "HolderStatusPascal: C D",
            "HolderStatusUpper: E F",
            "HolderStatusesItem: G H",
        ],
    );
    check(
        "Pet: {oneOf: [{title: Option, type: object, properties: {a: {}}}, {title: option, type: object, properties: {b: {}}}]}",
        &["OptionModel: a", "Pet: Option B", "PetOption: b"],
    );
    check(
        "Pet: {type: object}, FOO: {enum: [a]}, Foo: {enum: [b]}, foo: {enum: [c]}",
        &["Foo: B", "FooLower: C", "FooUpper: A"],
    );
}

#[test]
fn values_without_letters_have_no_case() {
    check("A: {enum: ['=', '==', '!=', '<>']}", &["A: Equal EqualEqual NotEqual LessGreater"]);
    check("A: {enum: ['|', or, '||']}", &["A: Pipe Or OrOr"]);
    check("A: {enum: ['1', v1, 1]}", &["A: V1String V1 V1Number"]);
    check("A: {enum: ['1', v1]}", &["A: Value1 V1"]);
    check("A: {enum: [Foo, FOO]}", &["A: Foo FooUpper"]);
}

#[test]
fn names_of_components_that_are_paths_are_cut() {
    let schemas = "io.k8s.api.core.v1.Container: {type: object, properties: {a: {enum: [x]}}}, \
                   io.k8s.api.core.v1.Pod: {type: object, properties: {b: {$ref: '#/components/schemas/io.k8s.api.core.v1.Container'}}}, \
                   io.k8s.api.apps.v1.Pod: {type: object, properties: {c: {}}}";
    check(schemas, &["AppsV1Pod: c", "Container: a", "ContainerA: X", "CoreV1Pod: b"]);
    let short = run("", schemas, &ApiSettings::of_file("a.yaml"), &NamesLock::default()).names_lock.unwrap();
    let mut settings = ApiSettings::of_file("a.yaml");
    settings.cut_prefixes = Some(Vec::new());
    let whole = lines(&run("", schemas, &settings, &short));
    assert_eq!(whole[0], "ContainerA: X", "pinned, because it is not a component");
    assert_eq!(whole[1..], ["IoK8sApiAppsV1Pod: c", "IoK8sApiCoreV1Container: a", "IoK8sApiCoreV1Pod: b"]);
    settings.cut_prefixes = Some(vec!["io.k8s.api.".to_owned()]);
    let cut = lines(&run("", schemas, &settings, &short));
    assert_eq!(cut, ["AppsV1Pod: c", "ContainerA: X", "CoreV1Container: a", "CoreV1Pod: b"]);
}

/// Calls whose names end like the parts of a call.
#[test]
fn a_call_has_the_suffix_only_if_another_call_needs_its_name() {
    let operation = |path: &str, id: &str, rest: &str| {
        format!("{path}: {{post: {{operationId: {id}, {rest} responses: {{'200': {{description: OK}}}}}}}}")
    };
    let json = "application/json: {schema: {type: object, properties: {x: {type: string}}}}";
    let form = "multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}, m: {enum: [a]}}}}";
    let alone = run(
        &operation("/a", "delBody", &format!("requestBody: {{content: {{{form}, {json}}}}},")),
        "",
        &ApiSettings::of_file("a.yaml"),
        &NamesLock::default(),
    );
    let files = &alone.plan.as_ref().unwrap().files;
    let code: String = files.values().cloned().collect();
    for expect in
        ["pub struct DelBody(", "pub enum DelBodyBody", "Json(models::DelBodyRequest)", "Multipart(DelBodyForm)"]
    {
        assert!(code.contains(expect), "{expect}");
    }
    assert!(!code.contains("DelBodyRequestMultipart"), "no model beside the form");
    assert!(code.contains("DelBodyFormM"), "types of parts are named after the form");
    let both = format!(
        "{}, {}",
        operation("/a", "del", &format!("requestBody: {{content: {{{form}, {json}}}}},")),
        operation("/b", "delBody", "")
    );
    let both = run(&both, "", &ApiSettings::of_file("a.yaml"), &NamesLock::default());
    let code: String = both.plan.as_ref().unwrap().files.values().cloned().collect();
    for expect in ["pub struct Del(", "pub enum DelBody ", "pub struct DelBodyCall("] {
        assert!(code.contains(expect), "{expect}");
    }
}

/// A lock of a version of oasmith that split words such as `GitHub` does not contain canonical names.
#[test]
fn a_lock_of_an_earlier_version_keeps_all_names() {
    let schemas = "Repo: {type: object, properties: {gitHubUrl: {}, execIDs: {}, kind: {enum: [openApi, other]}}}, \
                   OauthToken: {type: object, properties: {tokenType: {}}}, UserAccount: {type: object, properties: {userName: {}}}";
    let paths = "/github: {get: {operationId: getGithubUser, parameters: [{name: openApi, in: query, schema: {type: string}}], \
                 responses: {'200': {description: OK}}}}";
    let earlier = "style members = camel\nstyle operations = camel\nstyle parameters = camel\nstyle tags = snake\n\
                   style types = pascal\nstyle values = camel\nfield Repo.execIDs = exec_i_ds\nmethod GET/github = get_github_user\n\
                   type Repo.kind = RepoKind\n";
    let settings = ApiSettings::of_file("a.yaml");
    let outcome = run(paths, schemas, &settings, &NamesLock::parse(earlier).unwrap());
    let expect = [
        "OauthToken: token_type",
        "Repo: git_hub_url exec_i_ds kind",
        "RepoKind: OpenApi Other",
        "UserAccount: user_name",
    ];
    assert_eq!(lines(&outcome), expect);
    let code: String = outcome.plan.as_ref().unwrap().files.values().cloned().collect();
    for expect in ["pub struct GetGithubUser(", "pub fn open_api<"] {
        assert!(code.contains(expect), "{expect}");
    }
    let next = run(paths, schemas, &settings, &outcome.names_lock.unwrap());
    assert_eq!(lines(&next), expect, "the names are pinned now");
    let new = lines(&run(paths, schemas, &settings, &NamesLock::default()));
    assert_eq!(new[..2], ["OAuthToken: token_type", "Repo: github_url exec_ids kind"]);
}

/// A call has methods for its parameters and for the media types of its response. Both keep their names, whatever is added.
#[test]
fn methods_for_media_types_keep_their_names() {
    let operation = |parameters: &str, media_types: &[&str]| {
        let content: Vec<String> = media_types
            .iter()
            .enumerate()
            .map(|(index, name)| {
                format!("{name}: {{schema: {{type: array, maxItems: {index}, items: {{type: string}}}}}}")
            })
            .collect();
        let content = content.join(", ");
        format!(
            "/a: {{get: {{parameters: [{parameters}], responses: {{'200': {{description: d, content: {{{content}}}}}}}}}}}"
        )
    };
    let parameter = "{name: accept_pdf, in: query, schema: {type: string}}";
    let run = |paths: String, lock: &NamesLock| {
        let outcome = run(&paths, "", &ApiSettings::of_file("a.yaml"), lock);
        lines(&outcome);
        let (api, lock) = (outcome.api.unwrap(), outcome.names_lock.unwrap());
        let operation = names::choose(&api, &lock).0.operations.remove(0);
        let names: Vec<String> =
            operation.parameters.iter().chain(&operation.accept).map(|name| name.as_str().to_owned()).collect();
        (names.join(" "), lock)
    };
    let (names, lock) = run(operation("", &["application/pdf", "text/foo"]), &NamesLock::default());
    assert_eq!(names, "accept_pdf accept_foo");
    // Neither a parameter nor a media type takes a name that a method has.
    let media_types = ["application/foo", "application/pdf", "text/foo"];
    let (names, _) = run(operation(parameter, &media_types), &lock);
    assert_eq!(names, "accept_pdf_query accept_application_foo accept_pdf accept_foo");
    // Without the lock, the parameter has the name first.
    let (names, lock) = run(operation(parameter, &media_types), &NamesLock::default());
    assert_eq!(names, "accept_pdf accept_application_foo accept_application_pdf accept_text_foo");
    let (names, _) = run(operation("", &media_types[1..]), &lock);
    assert_eq!(names, "accept_application_pdf accept_text_foo");
    // One media type needs no method.
    let (names, _) = run(operation("", &media_types[..1]), &lock);
    assert_eq!(names, "");
}
