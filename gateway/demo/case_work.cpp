// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/case_work.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/demo/files.hpp"
#include "shared/codec/text.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// A page that says what it stands for: enough for a preview to draw and for a digest to be of something.
Bytes one_page(const std::string& text) {
    const std::string content = "BT /F1 14 Tf 72 770 Td (" + text + ") Tj ET";
    std::vector<std::string> objects{
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        "<</Length " + std::to_string(content.size()) + ">>stream\n" + content + "\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
    std::string out = "%PDF-1.4\n", table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const std::string at = std::to_string(out.size());
        table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string start = std::to_string(out.size());
    out += "xref\n0 6\n" + table + "trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n";
    const ByteView bytes = as_bytes(out);
    return {bytes.begin(), bytes.end()};
}

std::string step_role(std::string_view step) {
    return step == "first_review"    ? "ob_clerk"
           : step == "second_review" ? "ob_section"
           : step == "third_review"  ? "ob_deputy"
           : step == "final_review"  ? "ob_head"
                                     : "commission";
}

}  // namespace

Fate CaseWork::some_fate(bool refusable) {
    const int drawn = life_.between(1, 1000);
    if (refusable && !once_.empty()) {  // the smallest year too has each of them
        const Fate fate = once_.back();
        once_.pop_back();
        return fate;
    }
    return drawn <= 60                 ? Fate::at_once
           : drawn <= 100              ? Fate::returned
           : drawn <= 112              ? Fate::paused
           : refusable && drawn <= 120 ? Fate::refused
           : refusable && drawn <= 132 ? Fate::withdrawn
                                       : Fate::plain;
}

Value CaseWork::form(const Running& running) {
    const Request& request = running.request;
    const model::Matter& matter = *life_.world.catalogue().matter(request.matter);
    Array materials;
    for (const model::Slot* slot : matter.required_slots(request.fields)) {
        const int n = ++life_.done["documents"];
        Bytes page = one_page(request.matter + " " + slot->key + " " + std::to_string(n));
        Value material = material_of(slot->key, slot->label.zh, page, 1);
        materials.push_back(std::move(material));
        documents_.emplace_back(slot->key, std::move(page));
    }
    // As a terminal does before it lets anybody sign.
    for (const model::FormFault& fault :
         model::check_form(life_.world.catalogue(), matter, request.fields, materials)) {
        life_.world.fault(request.matter + " " + request.unit + " " + fault.pointer + ": " + fault.code);
    }
    std::vector<std::string> base = request.named;
    base.push_back("unit/" + request.unit);
    return life_.world.intent("case.submit", base)
        .set("matter", request.matter)
        .set("unit", request.unit)
        .set("fields", request.fields)
        .set("materials", std::move(materials))
        .set("note", "")
        .set("urgent", life_.chance(3));
}

// A suspended unit waits with everything but exits (domain.md 6.10).
bool CaseWork::must_wait(const Request& request) {
    return request.matter != "OUT" && !life_.world.get("unit/" + request.unit).str_or("suspended").empty();
}

void CaseWork::submit_all(std::vector<Request> requests) {
    if (must_wait(requests.front())) {
        return life_.in_days(2, [this, requests] { submit_all(requests); });
    }
    std::vector<Ref> all;
    std::vector<Value> forms;
    documents_.clear();
    for (Request& request : requests) {
        auto running = std::make_shared<Running>();
        running->request = std::move(request);
        const bool office = running->request.ex_officio;
        running->author = office ? "ob_clerk/1" : life_.clerk(running->request.unit);
        running->signer = office ? "ob_section/1" : life_.head(running->request.unit);
        forms.push_back(form(*running));
        all.push_back(std::move(running));
    }
    const std::string author = all.front()->author;
    if (!life_.world.act(author, forms)) {
        return;
    }
    for (const auto& [slot, page] : documents_) {
        life_.world.attach(author, slot, page);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i]->key = life_.world.made(author, "case", i);
        life_.busy.insert(all[i]->request.busy.begin(), all[i]->request.busy.end());
        ++life_.done[all[i]->request.matter + " submitted"];
    }
    const bool at_once = all.front()->request.fate == Fate::at_once;
    life_.later(at_once ? 1 : life_.between(3, 40), [this, all] { sign_off(all); });
}

void CaseWork::submit_again(const std::vector<Ref>& all) {
    std::vector<Request> requests;
    for (const Ref& running : all) {
        requests.push_back(running->request);
    }
    submit_all(std::move(requests));
}

void CaseWork::sign_off(const std::vector<Ref>& all) {
    if (must_wait(all.front()->request)) {
        return life_.in_days(2, [this, all] { sign_off(all); });
    }
    std::vector<Value> confirms;
    for (const Ref& running : all) {
        const std::string pending(life_.world.get(running->key).str_or("pending"));
        if (life_.world.get(pending).str_or("state") != "open") {  // lapsed over a long holiday
            return submit_again(all);
        }
        confirms.push_back(life_.world.confirm_of(pending));
    }
    if (!life_.world.act(all.front()->signer, confirms)) {
        return;
    }
    for (const Ref& running : all) {
        if (running->request.received) {
            running->request.received(running->key);
        }
        if (on_received) {
            on_received(running->key, running->request.unit);
        }
        const bool at_once = running->request.fate == Fate::at_once;
        if (!at_once && !running->request.amended.empty()) {
            life_.later(1, [this, running] { amend(running); });
        }
        life_.later(at_once ? 1 : life_.between(3, 45), [this, running] { step(running); });
    }
}

// Nobody takes two layers of a case, nor one of a case that they signed (G10).
std::string CaseWork::officer_for(const Running& running, const Value& value) {
    const std::string role = step_role(value.str_or("step"));
    if (role != "ob_clerk" && role != "ob_section") {
        return role + "/1";
    }
    if (running.request.ex_officio) {
        return role + "/2";
    }
    const std::string first = role + "/1", second = role + "/2";
    for (const Value& step : value.items("steps")) {  // who returned or paused it goes on with it
        for (const std::string& alias : {first, second}) {
            if (step.str_or("step") == value.str_or("step") && step.str_or("person") == life_.world.person(alias).id) {
                return alias;
            }
        }
    }
    return life_.chance(50) ? first : second;
}

void CaseWork::decide(const Ref& running, const std::string& officer, const std::string& act) {
    const Value value = life_.world.get(running->key);
    Value decision = life_.world.intent("case.decide", {running->key}).set("case", running->key).set("act", act);
    if (act == "pass") {
        Array seen;
        for (const Value& material : value.items("materials")) {
            seen.emplace_back(material.str_or("sha256"));
        }
        decision.set("materials", std::move(seen));
    } else if (act != "resume") {
        decision.set("reason", act == "return"  ? "材料盖章不清，请补正"
                               : act == "pause" ? "待编委会研究"
                                                : "不符合用编条件");
    } else {
        decision.set("reason", "编委会已研究");
    }
    life_.world.act(officer, {decision});
}

void CaseWork::step(const Ref& running) {
    const Value value = life_.world.get(running->key);
    const std::string_view state = value.str_or("state");
    if (state != "received" && state != "in_review") {
        return life_.world.fault(running->request.matter + " is " + std::string(state) + " where a layer should act");
    }
    const std::string officer = officer_for(*running, value);
    const Fate fate = running->request.fate;
    if (fate == Fate::withdrawn) {
        life_.world.act(
            running->author,
            {life_.world.intent("case.withdraw").set("case", running->key).set("reason", "情况有变，另行申报")});
        return end(running, false);
    }
    if (fate == Fate::refused && value.str_or("step") != "first_review") {
        decide(running, officer, "refuse");
        return end(running, false);
    }
    if (fate == Fate::returned && !running->turned) {
        running->turned = true;
        decide(running, officer, "return");
        return life_.in_days(life_.between(1, 2), [this, running] { answer(running); });
    }
    if (fate == Fate::paused && !running->turned) {
        running->turned = true;
        decide(running, officer, "pause");
        return life_.in_days(life_.between(1, 3), [this, running, officer] {
            decide(running, officer, "resume");
            life_.later(life_.between(5, 30), [this, running] { step(running); });
        });
    }
    decide(running, officer, "pass");
    const std::string now(life_.world.get(running->key).str_or("state"));
    if (now == "approved") {
        return end(running, true);
    }
    const bool slow = life_.chance(4);
    life_.later(fate == Fate::at_once ? 2
                : slow                ? life_.between(150, 300)
                                      : life_.between(3, 40),
                [this, running] { step(running); });
}

// Before anybody looked at it.
void CaseWork::amend(const Ref& running) {
    if (life_.world.get(running->key).str_or("state") != "received") {
        return;
    }
    Request& request = running->request;
    for (const auto& [member, value] : request.amended) {
        request.fields.set(member, value);
    }
    life_.world.act(
        running->author,
        {life_.world.intent("case.amend", {running->key}).set("case", running->key).set("fields", request.amended)});
    ++life_.done["amended"];
}

void CaseWork::answer(const Ref& running) {
    documents_.clear();
    Value again = form(*running);
    const Value materials(again.items("materials"));
    const bool taken = life_.world.act(running->author, {life_.world.intent("case.answer", {running->key})
                                                             .set("case", running->key)
                                                             .set("fields", Value())
                                                             .set("materials", materials)
                                                             .set("note", "已补正")});
    if (!taken) {
        return;
    }
    for (const auto& [slot, page] : documents_) {
        life_.world.attach(running->author, slot, page);
    }
    life_.later(life_.between(5, 60), [this, running] { step(running); });
}

void CaseWork::end(const Ref& running, bool approved) {
    const Request& request = running->request;
    for (const std::string& what : request.busy) {
        life_.busy.erase(what);
    }
    ++life_.done[request.matter + (approved ? " approved" : " without result")];
    const std::string state(life_.world.get(running->key).str_or("state"));
    if (state == "approved" || state == "refused") {  // 办结一项、归档一项
        life_.in_days(life_.between(1, 3), [this, key = running->key] { file(key); });
    }
    if (approved && request.approved) {
        request.approved(running->key);
    } else if (!approved && request.ended) {
        request.ended();
    }
}

void CaseWork::take_back(const std::string& key, const std::string& reason) {
    const Value value = life_.world.get(key);
    const Array& steps = value.items("steps");
    const bool by_commission =
        std::ranges::any_of(steps, [](const Value& one) { return one.str_or("role") == "commission"; });
    const bool reversed = life_.world.act_of_two("ob_section/1", by_commission ? "commission/1" : "ob_head/1",
                                                 life_.world.intent("case.reverse", {key})
                                                     .set("case", key)
                                                     .set("reason", reason)
                                                     .set("doc_no", life_.document("浠编办函")));
    life_.done[std::string(value.str_or("matter")) + " reversed"] += reversed ? 1 : 0;
}

void CaseWork::file(const std::string& key) {
    const Value value = life_.world.get(key);
    const model::ArchiveClass* kept = life_.world.catalogue().archive().of(value.str_or("matter"));
    Array items;
    for (const Value& material : value.items("materials")) {
        items.push_back(file_item(std::string(material.str_or("title")), std::string(material.str_or("sha256"))));
    }
    std::ranges::copy(papers_of_office(*kept, value.str_or("state"), key), std::back_inserter(items));
    const auto closed = parse_time(value.str_or("closed_at"));
    const int year = ymd_of(date_of(closed ? *closed : life_.world.now())).year;
    life_.world.act(life_.some_ob_clerk(), {life_.world.intent("archive.close", {key})
                                                .set("case", key)
                                                .set("fonds_year", year)
                                                .set("items", std::move(items))});
    ++life_.done["archived"];
}

}  // namespace zj::demo
