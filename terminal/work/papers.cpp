// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/papers.hpp"

#include <unistd.h>

#include <algorithm>

#include "assets/texts.hpp"
#include "shared/codec/text.hpp"
#include "shared/paper/paper.hpp"
#include "shared/store/files.hpp"
#include "terminal/vault/files.hpp"
#include "terminal/work/cases.hpp"

namespace zj::work {

namespace {

constexpr auto kZh = texts::Lang::zh;  // papers of the county are Chinese, whatever the desk speaks

std::string word(std::string_view key, const std::vector<std::string>& args = {}) {
    return texts::term(key, kZh, args);
}

// --- proof

std::vector<log::NoteVerifier> witnesses_of(const log::RootStatement& root) {
    std::vector<log::NoteVerifier> out;
    for (const log::Witness& witness : root.witnesses) {
        out.push_back({witness.name, witness.key});
    }
    return out;
}

// Under the newest checkpoint held here, with those of the root's witnesses who have cosigned it; absent where it does
// not reach as far.
Result<std::optional<paper::Entered>> entered(vault::Vault& vault, std::uint64_t entry) {
    const auto checkpoint = vault.checkpoint();
    const auto root = vault.root();
    if (!checkpoint || !root || checkpoint->size <= entry) {
        return std::optional<paper::Entered>();
    }
    ZJ_TRY(const auto cosigned, log::open_cosignatures(vault.checkpoint_note(), witnesses_of(*root)));
    return std::optional(paper::Entered{entry, checkpoint->size, checkpoint->root, static_cast<int>(cosigned.size()),
                                        static_cast<int>(root->quorum)});
}

class Composer {
public:
    Composer(vault::Vault& vault, CaseView view, HereView here)
        : vault_(vault), view_(std::move(view)), here_(std::move(here)) {}

    Result<Bytes> receipt();
    Result<Bytes> notice(std::string_view reference);
    std::string number() const;

private:
    std::string office() const { return word("paper.office", {here_.county}); }
    std::string unit() const;
    std::string label(std::string_view list, std::string_view code) const;
    std::string note(std::initializer_list<const char*> keys) const;
    paper::Proof proof(const Hash& change_set) const;
    Result<paper::Proof> proof_of_submission(Time& received_at);
    Result<paper::Proof> proof_of_record(std::string_view key, Time& received_at);
    void take_people(paper::ReceiptPaper& out) const;
    void take_materials(paper::ReceiptPaper& out) const;
    void take_request(const codec::Value& grant, paper::NoticePaper& out) const;
    void take_quota(const codec::Value& grant, const paper::Proof& proof, paper::NoticePaper& out) const;
    void take_decisions(std::string_view grant, paper::NoticePaper& out) const;

    vault::Vault& vault_;
    CaseView view_;
    HereView here_;
};

// The county's number, else this device's own count, else what the case goes by everywhere.
std::string Composer::number() const {
    if (!view_.row.case_no.empty()) {
        return view_.row.case_no;
    }
    return view_.row.count ? word("word.device_number", {std::to_string(*view_.row.count)})
                           : view_.row.key.substr(view_.row.key.find('/') + 1);
}

std::string Composer::unit() const {
    const auto known = vault_.record("unit/" + view_.row.unit);
    const std::string name(known ? known->value.str_or("name") : std::string_view());
    return !name.empty() ? name : !view_.row.unit_name.empty() ? view_.row.unit_name : view_.row.unit;
}

std::string Composer::label(std::string_view list, std::string_view code) const {
    const model::CodeItem* item = here_.catalogue->code(list, code);
    return item == nullptr ? std::string(code) : item->label.zh;
}

std::string Composer::note(std::initializer_list<const char*> keys) const {
    std::string out = here_.demonstration ? word("paper.demonstration") : std::string();
    for (const char* key : keys) {
        out += word(key);
    }
    return out;
}

paper::Proof Composer::proof(const Hash& change_set) const {
    paper::Proof out;
    out.origin = vault_.origin();
    out.change_set = change_set;
    out.device = here_.device_name;
    out.made_at = here_.now;
    return out;
}

// The own change set that handed the case in; where another device did, whatever moved the case last.
Result<paper::Proof> Composer::proof_of_submission(Time& received_at) {
    const auto own = std::find_if(view_.receipts.begin(), view_.receipts.end(),
                                  [](const Receipt& receipt) { return receipt.act == "case.submit"; });
    if (own == view_.receipts.end()) {
        return proof_of_record(view_.row.key, received_at);
    }
    if (own->state == "refused") {
        return fail("paper.refused", view_.row.key, own->code, {number()});
    }
    ZJ_TRY(const Hash change_set, codec::hash_from_hex(own->change_set));
    paper::Proof out = proof(change_set);
    if (own->verified && own->received_at) {
        ZJ_TRY(out.entered, entered(vault_, own->entry));
        received_at = *own->received_at;
    }
    return out;
}

Result<paper::Proof> Composer::proof_of_record(std::string_view key, Time& received_at) {
    const auto entry = vault_.entry_of(key);
    if (!entry || !entry->change_set) {  // time itself writes some versions, by ticks
        return fail("paper.unproved", std::string(key), {}, {number()});
    }
    paper::Proof out = proof(*entry->change_set);
    ZJ_TRY(out.entered, entered(vault_, entry->index));
    received_at = entry->received_at;
    return out;
}

// --- receipt

void Composer::take_people(paper::ReceiptPaper& out) const {
    for (const Step& step : view_.steps) {
        if (step.step == "signed") {
            out.clerk = step.name;
            out.signed_at = step.at.value_or(Time{});
        } else if (step.step == "confirmed" && step.state == Step::State::done) {
            out.head = step.name;
        } else if (step.step == "received" && step.at && out.received_at) {
            out.received_at = step.at;  // taken up with the sign-off, not when it was handed in
        }
    }
    if (out.clerk.empty()) {  // the identity has not come with the feed yet
        const vault::Slot* slot = nullptr;
        for (const vault::Sent& sent : vault_.sent_on(view_.row.key)) {
            slot = slot != nullptr ? slot : vault_.slots().find(sent.person);
        }
        out.clerk = slot == nullptr ? std::string() : slot->name;
    }
}

void Composer::take_materials(paper::ReceiptPaper& out) const {
    const model::Matter* matter = here_.catalogue->matter(view_.row.matter);
    for (const Material& material : view_.materials) {
        const auto sha256 = codec::hash_from_hex(material.sha256);
        if (material.state == Material::State::missing || !sha256) {
            continue;
        }
        const model::Slot* slot = matter == nullptr ? nullptr : matter->slot(material.slot);
        out.materials.push_back(
            {slot == nullptr ? material.title : slot->label.zh, static_cast<int>(material.pages), *sha256});
    }
}

std::string workdays(std::int64_t half_days) {
    return word("span.workdays", {std::to_string(half_days / 2) + (half_days % 2 == 0 ? "" : ".5")});
}

Result<Bytes> Composer::receipt() {
    paper::ReceiptPaper out;
    Time received_at;
    ZJ_TRY(out.proof, proof_of_submission(received_at));
    if (out.proof.entered) {
        out.received_at = received_at;
    }
    const model::Matter* matter = here_.catalogue->matter(view_.row.matter);
    out.office = office();
    out.number = number();
    out.unit = unit();
    out.matter = matter == nullptr ? view_.row.matter : matter->label.zh;
    out.subject = view_.row.subject;
    take_people(out);
    take_materials(out);
    out.limit = view_.row.limit.limit > 0 ? workdays(view_.row.limit.limit) : std::string();
    const codec::Array persons = persons_with(vault_, "ob_clerk", {});
    out.phone = persons.empty() ? std::string_view() : persons[0].str_or("phone");
    const bool waits = out.proof.entered && out.head.empty();
    out.note = view_.row.held ? note({"paper.note_held"}) : waits ? note({"paper.note_head"}) : note({});
    return paper::receipt(out);
}

// --- notice

void Composer::take_request(const codec::Value& grant, paper::NoticePaper& out) const {
    const codec::Value& asked = view_.fields;
    const auto either = [&](const char* key) {
        const std::string_view granted = grant.str_or(key);
        return granted.empty() ? asked.str_or(key) : granted;
    };
    out.number = grant.str_or("grant_no");
    out.quota_type = label("quota", grant.str_or("quota_type"));
    out.entry_mode = label("entry", grant.str_or("entry_mode"));
    out.source_scope = label("source_scope", asked.str_or("source_scope"));
    out.post_kind = label("post_kind", either("post_kind"));
    out.funding = label("funding", either("funding"));
    out.leader_level = label("level", either("leader_level"));
    out.count = static_cast<int>(std::clamp<std::int64_t>(grant.int_or("count"), -1, 1000));
    out.post_name = asked.str_or("post_name");
    out.conditions = asked.str_or("conditions");
    out.person = asked.str_or("person_name");           // never the number: the notice goes from hand to hand
    const std::string line(grant.str_or("plan_line"));  // plan/<unit>/<year>-<no>
    const std::size_t year = line.rfind('/'), no = line.rfind('-');
    if (year != line.npos && no != line.npos && no > year) {
        out.plan = word("paper.plan_line", {line.substr(year + 1, no - year - 1), line.substr(no + 1)});
    }
}

// The approval hands the reservation over within the ledger's line; while that is its last version, it is as approved.
void Composer::take_quota(const codec::Value& grant, const paper::Proof& proof, paper::NoticePaper& out) const {
    const std::string key = "ledger/" + view_.row.unit + "/" + std::string(grant.str_or("quota_type"));
    const auto ledger = vault_.record(key);
    const auto entry = vault_.entry_of(key);
    if (ledger && entry && entry->change_set == proof.change_set) {
        const auto count = [&](const char* name) {
            return static_cast<int>(ledger->value.int_or(name));
        };
        out.quota = paper::QuotaState{count("h"), count("a"), count("r"), count("h") - count("a") - count("r")};
    }
}

void Composer::take_decisions(std::string_view grant, paper::NoticePaper& out) const {
    const model::Matter* matter = here_.catalogue->matter(view_.row.matter);
    for (const Step& step : view_.steps) {
        const auto layer = [&](const model::Layer& one) {
            return one.step == step.step;
        };
        if (step.act != "pass" || !step.at || step.name.empty() || matter == nullptr) {
            continue;
        }
        const auto at = std::find_if(matter->layers.begin(), matter->layers.end(), layer);
        out.decided.push_back({at == matter->layers.end() ? step.step : at->label.zh, step.name, date_of(*step.at)});
    }
    // Who goes on with it: the department of the second stage, and finance, which pays.
    const auto staffing = vault_.record("stage/" + std::string(grant.substr(grant.find('/') + 1)) + "/" +
                                        std::to_string(here_.catalogue->chain().entry.stage("staffing")->n));
    for (const std::string& owner :
         {staffing ? std::string(staffing->value.str_or("owner")) : "", std::string("fin")}) {
        if (owner == "org" || owner == "hr" || owner == "fin") {
            out.copies.push_back(word("paper.copy_" + owner));
        }
    }
}

Result<Bytes> Composer::notice(std::string_view reference) {
    const auto grant = vault_.record(view_.grant);
    if (!grant || grant->value.str_or("case") != view_.row.key) {
        return fail("grant.none", std::string(reference), "the case has no grant here", {number()});
    }
    // Written by the approval alone, while the grant itself goes on being used.
    const std::string id = view_.grant.substr(view_.grant.find('/') + 1);
    paper::NoticePaper out;
    Time decided_at;
    ZJ_TRY(out.proof, proof_of_record("stage/" + id + "/1", decided_at));
    ZJ_TRY(out.valid_until, parse_date(grant->value.str_or("valid_until")));
    out.office = office();
    out.unit = unit();
    out.case_no = number();
    out.decided_on = date_of(decided_at);
    out.note = note({});
    take_request(grant->value, out);
    take_quota(grant->value, out.proof, out);
    take_decisions(view_.grant, out);
    return paper::quota_notice(out);
}

// --- file

// Of a number only what every file system takes; the rest of the name is ours.
std::string as_name(std::string_view number) {
    std::string out;
    for (const char c : number) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (c != ' ') {
            out += plain ? c : '-';
        }
    }
    return out;
}

Error as_written(Error error, const std::string& path) {
    const bool full = error.code == "file.full" || error.code == "vault.full";
    error.code = full ? "file.full" : "file.write";
    error.where = path;
    return error;
}

// The finished file of `part` gets the first name that is free, or goes where its like is there already.
Result<std::string> name_it(const std::string& part, const Bytes& pdf, const std::string& base) {
    for (int n = 1; n <= kPrintsMax; ++n) {
        const std::string path = base + (n == 1 ? "" : "-" + std::to_string(n)) + ".pdf";
        const auto named = vault::give_name(part, path);
        if (named) {
            return path;
        }
        if (named.error().code != "vault.exists") {
            return as_written(named.error(), path);
        }
        if (const auto there = store::read_file(path, pdf.size()); there && *there == pdf) {
            return path;
        }
    }
    return fail("paper.many", base + ".pdf", {}, {std::to_string(kPrintsMax)});
}

Result<std::string> keep(const Bytes& pdf, const std::string& folder, const std::string& name) {
    if (const auto made = store::make_folder(folder); !made) {
        return as_written(made.error(), folder);
    }
    // Whole under a name of its own first: a power cut leaves no half a paper under the name of one.
    const std::string part = folder + "/." + name + ".part";
    if (const auto written = store::write_file(part, pdf); !written) {
        return as_written(written.error(), part);
    }
    auto path = name_it(part, pdf, folder + "/" + name);
    ::unlink(part.c_str());  // gone already where it was named
    return path;
}

}  // namespace

Result<std::string> write_paper(const Context& context, const job::Paper& job, const std::string& folder) {
    ZJ_TRY(CaseView view, case_view(context, job.on));
    ZJ_TRY(HereView here, here_view(context));
    Composer composer(context.vault, std::move(view), std::move(here));
    const bool is_receipt = job.kind == job::Paper::Kind::receipt;
    ZJ_TRY(const Bytes pdf, is_receipt ? composer.receipt() : composer.notice(job.on));
    return keep(pdf, folder, word(is_receipt ? "paper.receipt" : "paper.notice") + "-" + as_name(composer.number()));
}

}  // namespace zj::work
