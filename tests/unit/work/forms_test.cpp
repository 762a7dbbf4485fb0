// SPDX-License-Identifier: Apache-2.0
// From an empty form to a signed submission.

#include "terminal/work/forms.hpp"

#include "assets/texts.hpp"
#include "shared/codec/json.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

Submission with(const Desk& desk, const codec::Value& form, bool preview = false) {
    return {codec::write_json(form), desk.home.path.string(), preview};
}

bool has(const FormFaults& faults, const std::string& pointer, const std::string& code) {
    for (const model::FormFault& fault : faults.faults) {
        if (fault.pointer == pointer && fault.code == code) {
            return true;
        }
    }
    return false;
}

bool stored(const Desk& desk, const std::string& file) {
    return desk.vault->document(crypto::sha256(read_text(desk.home.file(file)))).has_value();
}

std::string told(const FormFaults& faults) {
    std::string out;
    for (const model::FormFault& fault : faults.faults) {
        out += fault.pointer + " " + fault.code + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("a template has every field, slot and choice, and goes back unchanged as a fault list") {
    Desk desk;
    desk.open_books();
    for (const char* matter : {"ORG", "USE", "IN", "OUT", "MOVE", "MOD", "PLAN", "SETUP"}) {
        const auto form = must(zj::work::form(desk.context(), matter));
        CHECK(form.str_or("unit") == kUnit);
        CHECK_FALSE(form.find("fields")->object().empty());
        FormFaults faults;
        CHECK_FALSE(submit(desk.context(), with(desk, form), faults).has_value());
        CHECK_FALSE(faults.faults.empty());
    }
    const auto use = must(zj::work::form(desk.context(), "USE"));
    const codec::Array& lines = use.find("choices")->items("plan_line");
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].str_or("key") == "plan/421125101/2026-1");
    CHECK(lines[0].int_or("free") == 1);
    CHECK(desk.vault->next_seq() == 2);
}

TEST_CASE("a form with a table tells its columns, and a plan and a request for organs are filled and signed by it") {
    Desk desk;
    desk.open_books();
    const auto sent = [&](const char* matter, const codec::Value& fields) {
        const auto empty = must(zj::work::form(desk.context(), matter));
        codec::Array materials;
        for (const codec::Value& slot : empty.items("materials")) {
            const std::string name = std::string(slot.str_or("slot")) + ".pdf";
            desk.home.write(name, "%PDF-1.4 " + name);
            materials.push_back(codec::Object{{"slot", slot.str_or("slot")}, {"file", name}});
        }
        codec::Value filled = empty;
        filled.set("materials", std::move(materials));
        for (const auto& [key, value] : fields.object()) {
            filled.object()["fields"].set(key, value);
        }
        FormFaults faults;
        const auto answer = submit(desk.context(), with(desk, filled), faults);
        INFO(told(faults));
        return must(answer).str_or("matter") == matter;
    };
    const auto plan = must(zj::work::form(desk.context(), "PLAN"));
    CHECK(plan.find("fields")->find("lines")->is_array());
    for (const codec::Value& field : plan.items("about")) {
        if (field.str_or("key") == "lines") {
            CHECK(field.str_or("type") == "rows");
            CHECK(field.items("columns").size() == 5);
            CHECK(field.int_or("rows_max") > 0);
        }
    }
    CHECK(sent("PLAN", codec::Object{{"year", 2027},
                                     {"lines", codec::Array{codec::Value(codec::Object{{"quota_type", "10"},
                                                                                       {"entry_mode", "01"},
                                                                                       {"count", 1},
                                                                                       {"expected_exits", 0},
                                                                                       {"reason", "缺员"}})}},
                                     {"meeting_on", "2026-11-10"},
                                     {"meeting_no", "第12次"}}));
    CHECK(sent("SETUP",
               codec::Object{{"setup_kind", "reform"},
                             {"title", "划转执法人员"},
                             {"terms", "划入执法人员二名"},
                             {"effective_on", "2026-11-01"},
                             {"basis", "改革方案"},
                             {"argument", "执法重心下移"},
                             {"history", "2019年设立"},
                             {"discussed_on", "2026-11-02"},
                             {"discussed_with", "编办股室"},
                             {"big", false},
                             {"parties", codec::Array{codec::Value(codec::Object{{"unit", "unit/421125102"}})}}}));
}

TEST_CASE("people on a roster beside the quota are chosen for a change of data and for nothing else") {
    Desk desk;
    desk.open_books();
    const auto person = [](const char* name, const char* state, const char* status) {
        return codec::Value(codec::Object{{"name", name}, {"unit", kUnit}, {"state", state}, {"status", status}});
    };
    desk.deliver(
        {desk.record("person/p1", person("甲", "active", "1")), desk.record("person/p2", person("乙", "retired", "3")),
         desk.record("person/p3", person("丙", "out", "4")), desk.record("person/p4", person("丁", "out", ""))});
    CHECK(must(zj::work::form(desk.context(), "MOD")).find("choices")->items("person").size() == 3);
    CHECK(must(zj::work::form(desk.context(), "OUT")).find("choices")->items("person").size() == 1);
}

TEST_CASE("an unknown matter is told with its code") {
    Desk desk;
    const auto answer = form(desk.context(), "XYZ");
    REQUIRE(code_of(answer) == "matter.unknown");
    CHECK(texts::explain(answer.error(), texts::Lang::zh).what.find("XYZ") != std::string::npos);
    FormFaults faults;
    CHECK(code_of(submit(desk.context(), {R"({"matter":"XYZ","fields":{},"materials":[]})", "", false}, faults)) ==
          "matter.unknown");
}

TEST_CASE("a filled form is checked, attached and signed, with the device's own count") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    const auto answer = submit(desk.context(), with(desk, use_form(desk.home)), faults);
    INFO(told(faults));
    REQUIRE(answer.has_value());
    CHECK(answer->int_or("n") == 1);
    CHECK(answer->str_or("waits_for") == "unit_head");
    const auto sent = desk.vault->outbox();
    REQUIRE(sent.size() == 2);
    const codec::Value& intent = sent[1].intents.at(0);
    CHECK(intent.str_or("do") == "case.submit");
    CHECK(intent.str_or("unit") == kUnit);
    REQUIRE(intent.items("materials").size() == 3);
    CHECK(intent.items("materials")[0].int_or("pages") == 1);
    REQUIRE(intent.find("base")->object().size() == 1);
    CHECK(intent.find("base")->find("unit/421125101")->array().at(0) == codec::Value(1));
    CHECK(desk.vault->undelivered_blobs().size() == 3);
    const auto on = must(find_case(*desk.vault, "#1"));
    CHECK(on.key == answer->str_or("case"));
    CHECK(on.value.str_or("state") == "signed");
}

TEST_CASE("a preview attaches and signs nothing") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    const auto answer = must(submit(desk.context(), with(desk, use_form(desk.home), true), faults));
    CHECK(answer.find("preview") != nullptr);
    CHECK(desk.vault->next_seq() == 2);
    CHECK(desk.vault->undelivered_blobs().empty());
    CHECK_FALSE(stored(desk, "application.pdf"));
}

TEST_CASE("a form that is refused stores none of its documents") {
    Desk desk;
    desk.open_books();
    codec::Value form = use_form(desk.home);
    form.object()["fields"].set("count", 0);
    FormFaults faults;
    CHECK_FALSE(submit(desk.context(), with(desk, form), faults).has_value());
    CHECK_FALSE(stored(desk, "application.pdf"));
    form = use_form(desk.home);
    form.object()["note"] = std::string(1900, 'x');
    form.object()["fields"].set("reason", "综合执法中心空缺一名工作人员。");
    faults.faults.clear();
    must(submit(desk.context(), with(desk, form), faults));
    CHECK(stored(desk, "application.pdf"));
}

TEST_CASE("a submission that is run again before it was sent is not signed twice, another one is") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    codec::Value form = use_form(desk.home);
    const auto first = must(submit(desk.context(), with(desk, form), faults));
    CHECK_FALSE(first.bool_or("again"));
    // As after a kill between the commit and the answer; what it is based on has changed by its own signing.
    const auto again = must(submit(desk.context(), with(desk, form), faults));
    CHECK(again.bool_or("again"));
    for (const char* same : {"case", "change_set", "waits_for"}) {
        CHECK(again.str_or(same) == first.str_or(same));
    }
    CHECK(again.int_or("n") == 1);
    CHECK(desk.vault->next_seq() == 3);
    must(withdraw(desk.context(), "#1", "不再需要"));
    CHECK(must(withdraw(desk.context(), "#1", "不再需要")).bool_or("again"));
    CHECK(desk.vault->next_seq() == 4);
    // Only the last one can be a verb that was cut off.
    CHECK_FALSE(must(submit(desk.context(), with(desk, form), faults)).bool_or("again"));
    CHECK(desk.vault->next_seq() == 5);
}

TEST_CASE("a file that is named twice is one document with two titles") {
    Desk desk;
    desk.open_books();
    codec::Value form = use_form(desk.home);
    form.object()["materials"] =
        codec::Array{codec::Object{{"slot", "application"}, {"file", "application.pdf"}, {"title", "申请"}},
                     codec::Object{{"slot", "vacancy"}, {"file", "application.pdf"}, {"title", "空编"}},
                     codec::Object{{"slot", "minutes"}, {"file", "minutes.pdf"}}};
    FormFaults faults;
    must(submit(desk.context(), with(desk, form), faults));
    const codec::Array materials = desk.vault->outbox()[1].intents.at(0).items("materials");
    CHECK(materials.at(0).str_or("sha256") == materials.at(1).str_or("sha256"));
    CHECK(materials.at(0).str_or("title") == "申请");
    CHECK(materials.at(1).str_or("title") == "空编");
    CHECK(desk.vault->undelivered_blobs().size() == 3);
}

TEST_CASE("all faults are told at once") {
    Desk desk;
    desk.open_books();
    codec::Value form = use_form(desk.home);
    form.object()["fields"].set("quota_type", "99").set("count", 0).object().erase("reason");
    form.object()["materials"] = codec::Array{codec::Object{{"slot", "application"}, {"file", "nothing.pdf"}},
                                              codec::Object{{"slot", "vacancy"}, {"file", "vacancy.pdf"}}};
    FormFaults faults;
    const auto answer = submit(desk.context(), with(desk, form), faults);
    REQUIRE(code_of(answer) == "form.faults");
    INFO(told(faults));
    CHECK(has(faults, "/fields/quota_type", "form.code"));
    CHECK(has(faults, "/materials/0", "attachment.missing"));
    CHECK(has(faults, "/materials/minutes", "form.slot_missing"));
    CHECK(faults.faults.size() >= 5);
    CHECK(desk.vault->next_seq() == 2);
}

TEST_CASE("malformed forms are refused with their place and change nothing") {
    Desk desk;
    desk.open_books();
    const auto code = [&](const std::string& text) {
        FormFaults faults;
        return code_of(submit(desk.context(), {text, "", false}, faults));
    };
    CHECK(code("") == "json.syntax");
    CHECK(code("{\"matter\":\"USE\"") == "json.syntax");
    CHECK(code("[]") == "json.type");
    CHECK(code(R"({"matter":"USE"})") == "json.missing");
    CHECK(code(R"({"matter":"USE","fields":{},"materials":[],"more":1})") == "json.unknown");
    CHECK(code(R"({"matter":"USE","matter":"IN","fields":{},"materials":[]})") == "json.duplicate");
    CHECK(code(R"({"matter":"USE","fields":{"count":1.5},"materials":[]})") == "json.number");
    CHECK(code(std::string(600 * 1024, ' ')) == "json.size");
    CHECK(desk.vault->next_seq() == 2);
}

TEST_CASE("an oversize and a disguised attachment are told by their place, and the form can be corrected") {
    Desk desk;
    desk.open_books();
    codec::Value form = use_form(desk.home);
    desk.home.write("application.pdf", "%PDF-1.4\n");
    std::filesystem::resize_file(desk.home.file("application.pdf"),
                                 static_cast<std::uintmax_t>(limits::kAttachmentBytesMax) + 1);
    desk.home.write("vacancy.pdf", "MZ a program");
    FormFaults faults;
    REQUIRE_FALSE(submit(desk.context(), with(desk, form), faults).has_value());
    CHECK(has(faults, "/materials/0", "attachment.size"));
    CHECK(has(faults, "/materials/1", "attachment.type"));
    form = use_form(desk.home);
    faults.faults.clear();
    CHECK(submit(desk.context(), with(desk, form), faults).has_value());
}

TEST_CASE("null stands for no value, in any place but a text") {
    Desk desk;
    desk.open_books();
    std::string text = codec::write_json(use_form(desk.home));
    text.insert(text.find("\"fields\":{") + 10, "\"conditions\":null,\"post_name\":\"null 岗\",");
    FormFaults faults;
    const auto answer = submit(desk.context(), {text, desk.home.path.string(), false}, faults);
    INFO(told(faults));
    REQUIRE(answer.has_value());
    const codec::Value intent = desk.vault->outbox()[1].intents.at(0);
    const codec::Value* fields = intent.find("fields");
    CHECK(fields->find("conditions") == nullptr);
    CHECK(fields->str_or("post_name") == "null 岗");
}

TEST_CASE("the matters and the further flows are told, all of them open") {
    Desk desk;
    desk.open_books();
    const auto matter = must(zj::work::matters(desk.context()));
    for (const codec::Value& one : matter.items("items")) {
        CHECK(one.bool_or("open"));
    }
}

TEST_CASE("an own case is amended by its changed fields alone") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    codec::Value form = use_form(desk.home);
    must(submit(desk.context(), with(desk, form), faults));
    form.object()["materials"] = codec::Array{};
    CHECK(code_of(amend(desk.context(), "#1", with(desk, form), faults)) == "form.same");
    form.object()["fields"].set("reason", "另一个理由。");
    const auto answer = must(amend(desk.context(), "#1", with(desk, form), faults));
    CHECK(answer.find("fields")->object().size() == 1);
    const codec::Value intent = desk.vault->outbox()[2].intents.at(0);
    CHECK(intent.str_or("do") == "case.amend");
    // The case is known by own, unjudged number 2 alone.
    CHECK(intent.find("base")->object().begin()->second == codec::Value(codec::Array{0, 2}));
}

TEST_CASE("what is held on a case can be settled for what the case says already") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    codec::Value form = use_form(desk.home);
    must(submit(desk.context(), with(desk, form), faults));
    const std::string key = find_case(*desk.vault, "#1").value().key, outcome = "outcome/" + std::string(64, '0');
    codec::Value received = codec::Object{{"matter", "USE"},
                                          {"unit", "421125101"},
                                          {"state", "received"},
                                          {"fields", *form.find("fields")},
                                          {"materials", desk.vault->outbox()[1].intents.at(0).items("materials")},
                                          {"held", codec::Object{{"code", "C2"}, {"outcome", outcome}}}};
    const codec::Value theirs =
        codec::Object{{"do", "case.amend"}, {"case", key}, {"fields", codec::Object{{"reason", "别人的理由"}}}};
    desk.deliver({desk.record(key, received),
                  desk.record(outcome, codec::Object{{"state", "held"}, {"intents", codec::Array{theirs}}})},
                 desk.vault->outbox()[1].id);
    form.object()["materials"] = codec::Array{};
    const auto answer = must(amend(desk.context(), "#1", with(desk, form), faults));
    CHECK(answer.find("fields")->object().size() == 1);
    CHECK(answer.find("fields")->str_or("reason") == form.find("fields")->str_or("reason"));
}

TEST_CASE("a note loses foreign line ends, and what would steer a screen is a fault of the form") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    codec::Value form = use_form(desk.home);
    form.set("note", "第一行\r\n第二行");
    must(submit(desk.context(), with(desk, form), faults));
    CHECK(desk.vault->outbox()[1].intents.at(0).str_or("note") == "第一行\n第二行");
    form.set("note", "a\x1b[2Jb");
    CHECK(code_of(submit(desk.context(), with(desk, form), faults)) == "form.control");
    CHECK(has(faults, "/note", "form.control"));
}
