// SPDX-License-Identifier: Apache-2.0
// The whole path of one case by the use cases alone, over the real judge and county database: from two administrators
// to a person on the register.

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/bundle.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/chain.hpp"
#include "terminal/work/decide.hpp"
#include "terminal/work/forms.hpp"
#include "terminal/work/people.hpp"
#include "terminal/work/sync.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Object;
using codec::Value;

std::string state_of(Town& town, const std::string& alias, const std::string& on) {
    return std::string(
        town.as(alias, [&](const Context& context) { return show(context, on, {}); }).find("case")->str_or("state"));
}

// Lost after so many requests.
class CutLine final : public Line {
public:
    CutLine(std::unique_ptr<Line> inner, std::size_t left) : inner_(std::move(inner)), left_(left) {}
    Result<sync::Response> send(const sync::Request& request) override {
        return left_ == 0 ? fail("net.lost", "gateway") : (--left_, inner_->send(request));
    }
    Result<> pin(const Hash& tls_ca) override { return inner_->pin(tls_ca); }

private:
    std::unique_ptr<Line> inner_;
    std::size_t left_;
};

Result<std::unique_ptr<Line>> cut_line(const LineMaker& whole, std::size_t requests) {
    ZJ_TRY(std::unique_ptr<Line> inner, whole());
    return std::unique_ptr<Line>(std::make_unique<CutLine>(std::move(inner), requests));
}

}  // namespace

TEST_CASE("one case goes its whole way by verbs, offline at first, and the register shows it") {
    Town town;
    people_and_books(town);
    const Folder desk;
    Value form = Object{{"matter", "USE"},
                        {"fields", use_case()},
                        {"materials", codec::Array{material(desk, "application"), material(desk, "vacancy"),
                                                   material(desk, "minutes")}}};

    // Offline: the clerk signs, the head on the same device signs off.
    town.reachable = false;
    const Value made = town.as("clerk", [&](const Context& context) { return submit_form(context, desk, form); });
    const std::string use(made.str_or("case"));
    CHECK(made.find("preview")->str_or("verdict") == "applied");
    CHECK(code_of(town.try_as("clerk", [&](const Context& context) { return confirm(context, {use}); })) ==
          "pending.own");
    town.as("head", [&](const Context& context) { return confirm(context, {"#1"}); });
    const Value before = town.as("clerk", [&](const Context& context) { return show(context, use, {}); });
    CHECK(before.bool_or("confirm_sent"));
    CHECK(before.find("holder")->str_or("role") == "unit_head");
    CHECK(code_of(town.try_as("clerk", [](const Context& context) { return sync_now(context, {}); })) == "net.connect");
    // A courier could carry it.
    CHECK(town.as("clerk", [&](const Context& context) { return export_bundle(context, desk.file("out.zjb")); })
              .int_or("chunks") == 3);

    // The line comes back: the queue drains.
    town.reachable = true;
    town.sync("clerk");
    CHECK(state_of(town, "clerk", use) == "received");
    town.as("clerk", [&](const Context& context) {
        auto shown = show(context, use, desk.file("proof.json"));
        CHECK(outbox_summary(context.vault).bool_or("safe_off"));
        return shown;
    });
    CHECK(must(codec::parse_json(read_text(desk.file("proof.json")))).items("receipts").size() == 2);

    // Four layers; each fetches and hashes the documents.
    pass(town, "ob-clerk", use);
    CHECK(code_of(town.try_as("ob-clerk", [&](const Context& context) {
              return decide(context, use, {"pass", "", {}});
          })) != "");  // nobody takes two layers
    pass(town, "ob-section", use);
    pass(town, "ob-deputy", use);
    pass(town, "ob-head", use);
    town.sync("clerk");
    const Value shown = town.as("clerk", [&](const Context& context) { return show(context, use, {}); });
    REQUIRE(shown.find("case")->str_or("state") == "approved");
    CHECK(shown.items("steps").size() == 4);
    const std::string grant(shown.find("case")->str_or("grant"));

    // Stage 2 by the department.
    town.sync("org");
    town.as("org", [&](const Context& context) {
        return close_stage(context, grant, {2, "浠组干〔2026〕8号", "2026-11-23", {"陈晨曦:429099199903070018"}});
    });
    town.sync("org");

    // Entry on the register, three layers.
    town.sync("clerk");
    const Value entry = Object{
        {"matter", "IN"},
        {"fields", Object{{"grant_no", grant},
                          {"name", "陈晨曦"},
                          {"id_no", "429099199903070018"},
                          {"sex", "1"},
                          {"birth", "1999-03-07"},
                          {"ethnic", "01"},
                          {"native_place", "湖北浠水"},
                          {"politics", "03"},
                          {"work_since", "2026-11-23"},
                          {"edu", "21"},
                          {"degree", "4"},
                          {"inner", "综合执法中心"},
                          {"quota_type", "10"},
                          {"funding", "1"},
                          {"staff_class", "none"},
                          {"post_name", "工作人员"},
                          {"post_since", "2026-11-23"},
                          {"above_rank", false},
                          {"leader_level", "999"},
                          {"cs_registered", true},
                          {"entry_mode", "03"},
                          {"entry_from", "公开招聘"},
                          {"entered_on", "2026-11-23"},
                          {"quota_since", "2026-11-23"},
                          {"quota_doc", "浠编办函〔2026〕12号"},
                          {"hire_doc", "浠组干〔2026〕8号"}}},
        {"materials", codec::Array{material(desk, "application"), material(desk, "person_form"),
                                   material(desk, "id_card"), material(desk, "diploma"), material(desk, "contract")}}};
    const std::string in(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, entry); }).str_or("case"));
    town.as("head", [&](const Context& context) { return confirm(context, {in}); });
    town.sync("head");
    pass(town, "ob-clerk", in);
    pass(town, "ob-section", in);
    pass(town, "ob-deputy", in);
    town.sync("clerk");
    CHECK(state_of(town, "clerk", in) == "approved");
    town.as("clerk", [&](const Context& context) {
        ListQuery query;
        query.what = "persons";
        const Value persons = must(list(context, query));
        REQUIRE(persons.items("items").size() == 1);
        CHECK(persons.items("items")[0].str_or("name") == "陈晨曦");
        const auto line = context.vault.record("ledger/421125101/10");
        CHECK(line->value.int_or("a") == 1);
        CHECK(line->value.int_or("r") == 0);
        return list(context, query);
    });
}

TEST_CASE("a return is answered with what was missing, and a withdrawal ends a case") {
    Town town;
    people_and_books(town);
    const Folder desk;
    Value form = Object{{"matter", "USE"},
                        {"fields", use_case()},
                        {"materials", codec::Array{material(desk, "application"), material(desk, "vacancy"),
                                                   material(desk, "minutes")}}};
    const std::string use(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, form); }).str_or("case"));
    town.as("head", [&](const Context& context) { return confirm(context, {use}); });
    town.sync("head");
    town.sync("ob-clerk");
    town.as("ob-clerk",
            [&](const Context& context) { return decide(context, use, {"return", "纪要没有盖章", {"minutes"}}); });
    town.sync("ob-clerk");
    town.sync("clerk");
    CHECK(state_of(town, "clerk", use) == "returned");
    desk.write("minutes.pdf", "%PDF-1.4 stamped");
    form.object()["materials"] = codec::Array{Object{{"slot", "minutes"}, {"file", "minutes.pdf"}}};
    form.object()["fields"] = Object{};
    town.as("clerk", [&](const Context& context) {
        FormFaults faults;
        return answer(context, use, {codec::write_json(form), desk.path.string(), false}, faults);
    });
    town.sync("clerk");
    CHECK(state_of(town, "clerk", use) != "returned");
    // The layer sees the old and the new documents under the change sets that brought them.
    pass(town, "ob-clerk", use);
    town.sync("clerk");
    town.as("clerk", [&](const Context& context) { return withdraw(context, use, "不再需要"); });
    town.sync("clerk");
    CHECK(state_of(town, "clerk", use) == "withdrawn");
}

TEST_CASE("a ticket serves once, and a used, unknown or expired one is told") {
    Town town;
    town.enrol("admin-1", town.root_tickets[0]);
    town.enrol("admin-2", town.root_tickets[1]);
    const std::string file = town.ticket("clerk", "田小满", "unit_clerk", kUnit, {kScope});
    const auto ticket = must(log::parse_ticket(read_text(file)));
    town.enrol("clerk", file);
    town.enrol("clerk", file);  // run again: nothing is done twice
    const auto joined = town.try_as("admin-1", [&](const Context& context) {
        const crypto::Secret secret = crypto::Secret::from(as_bytes("wawa yiyu dodo kuku lala"));
        return join(context, {&ticket, "x", &secret});
    });
    CHECK(code_of(joined) == "ticket.unknown");
    town.clock.time = town.clock.time + 30 * kDayMs;
    const auto late = town.try_as("admin-1", [&](const Context& context) {
        const crypto::Secret secret = crypto::Secret::from(as_bytes("wawa yiyu dodo kuku lala"));
        return join(context, {&ticket, "x", &secret});
    });
    CHECK(code_of(late) == "ticket.expired");
}

TEST_CASE("a ticket that was interrupted is finished as it was signed, never given out for another wish") {
    Town town;
    town.enrol("admin-1", town.root_tickets[0]);
    TicketWish wish;
    wish.kind = "device";
    wish.name = "甲";
    wish.unit = kUnit;
    wish.roles = {"unit_clerk"};
    wish.scopes = {kScope};
    wish.days = 3;
    wish.out = town.home.file("t.txt");
    const auto asked = [&](const TicketWish& one) {
        return town.try_as("admin-1", [&](const Context& context) { return work::ticket(context, one); });
    };
    const auto first = must(asked(wish));
    const auto interrupted = [&] {
        std::filesystem::rename(wish.out, wish.out + ".part");  // cut off before the file got its name
    };
    interrupted();
    for (const char* other : {"name", "role", "days"}) {
        INFO(other);
        TicketWish changed = wish;
        changed.name = other == std::string("name") ? "乙" : wish.name;
        changed.roles = {other == std::string("role") ? "unit_head" : "unit_clerk"};
        changed.days = other == std::string("days") ? 2 : 3;
        CHECK(code_of(asked(changed)) == "ticket.begun");
        CHECK_FALSE(std::filesystem::exists(wish.out));
    }
    town.clock.time = town.clock.time + kHourMs;
    CHECK(must(asked(wish)).int_or("seq") == first.int_or("seq"));
    // A seed that nothing was signed for serves nobody: the new wish gets a new one.
    TicketWish second = wish;
    second.name = "乙";
    second.out = town.home.file("u.txt");
    must(asked(second));
    const std::string text = read_text(second.out);
    std::filesystem::remove(second.out);
    std::filesystem::copy(town.home.file("root-2.txt"), second.out + ".part");
    CHECK(must(asked(second)).int_or("seq") > first.int_or("seq") + 1);
    CHECK(read_text(second.out) != read_text(town.home.file("root-2.txt")));
}

TEST_CASE("a join that was cut off and then refused leaves the person the slot and key they had") {
    Town town;
    people_and_books(town);
    const std::string file = town.home.file("again.txt");
    town.sync("admin-1");
    town.as("admin-1", [&](const Context& context) {
        TicketWish wish;
        wish.kind = "person";
        wish.person = "夏立新";
        wish.out = file;
        return work::ticket(context, wish);
    });
    town.sync("admin-1");
    town.sync("admin-2");
    town.as("admin-2", [](const Context& context) { return confirm_all(context); });
    town.sync("admin-2");
    const auto ticket = must(log::parse_ticket(read_text(file)));
    const auto joined = [&](const char* host, std::size_t requests, const char* words) {
        return code_of(town.try_as(host, [&](const Context& context) {
            const crypto::Secret passphrase = crypto::Secret::from(as_bytes(words));
            const Context cut{context.vault, [&] { return cut_line(context.line, requests); }, {}, nullptr};
            return join(cut, {&ticket, "head", &passphrase});
        }));
    };
    constexpr const char* kNew = "wawa yiyu dodo kuku lala";
    CHECK(joined("clerk", 1, kNew) == "net.lost");  // the offer came, and nothing after it
    CHECK(joined("clerk", 0, "zeze wuwu roro nene mimi") == "passphrase.wrong");
    CHECK(joined("clerk", 0, kNew) == "net.lost");
    town.as("head", [](const Context&) { return Result<Value>(Value()); });
    CHECK(joined("ob-clerk", 1000, kNew) == "");
    CHECK(joined("clerk", 1000, kNew) == "ticket.used");
    // The passphrase and the key that she had still serve.
    const Folder desk;
    const Value form = Object{{"matter", "USE"},
                              {"fields", use_case()},
                              {"materials", codec::Array{material(desk, "application"), material(desk, "vacancy"),
                                                         material(desk, "minutes")}}};
    const std::string use(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, form); }).str_or("case"));
    town.as("head", [&](const Context& context) { return confirm(context, {use}); });
    static_cast<void>(town.as("head", [](const Context& context) { return sync_now(context, {}); }));
    CHECK(state_of(town, "clerk", use) == "received");
}

TEST_CASE("roles are changed by two, and a subject is revoked") {
    Town town;
    town.enrol("admin-1", town.root_tickets[0]);
    town.enrol("admin-2", town.root_tickets[1]);
    town.enrol("clerk", town.ticket("clerk", "田小满", "unit_clerk", kUnit, {kScope}));
    town.sync("admin-1");
    CHECK(code_of(town.try_as("admin-1", [](const Context& context) { return grant(context, "nobody", {"hr"}); })) ==
          "person.none");
    CHECK(code_of(town.try_as("admin-1", [](const Context& context) { return grant(context, "田小满", {"king"}); })) ==
          "role.unknown");
    town.as("admin-1", [](const Context& context) { return grant(context, "田小满", {"unit_clerk", "archivist"}); });
    town.sync("admin-1");
    town.sync("admin-2");
    town.as("admin-2", [](const Context& context) { return confirm(context, {"田小满"}); });
    town.sync("admin-2");
    town.sync("clerk");
    town.as("clerk", [](const Context& context) {
        CHECK(my_roles(context.vault) == std::vector<std::string>{"unit_clerk", "archivist"});
        return Result<Value>(Value());
    });
    CHECK(code_of(town.try_as("admin-1", [](const Context& context) { return revoke(context, "unit/1", "left"); })) ==
          "subject.none");
    town.sync("admin-1");
    town.as("admin-1", [](const Context& context) {
        const auto devices = context.vault.records("device/");
        for (const log::Record& device : devices) {
            if (device.value.items("scopes").at(0) == Value(kScope)) {
                return revoke(context, device.key, "lost");
            }
        }
        return Result<Value>(fail("test.no_device"));
    });
    town.sync("admin-1");
    CHECK(code_of(town.try_as("clerk", [](const Context& context) { return sync_now(context, {}); })) == "sync.frozen");
}
