// SPDX-License-Identifier: Apache-2.0
#include "tests/support/county.hpp"

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "shared/model/confirmation.hpp"

namespace zj::test {

using codec::Array;
using codec::Object;
using codec::Value;

namespace {

constexpr const char* kCounty = "421125";

std::string b64(const crypto::VerifyKey& key) {
    return codec::base64(key.bytes);
}

}  // namespace

County::County(std::uint64_t seed, model::Registers* registers, const std::string& enabled)
    : random_(seed), now_(*parse_time("2026-11-23T09:00:00.000+08:00")), registers_(registers) {
    if (registers_ == nullptr) {
        registers_ = &memory_;
    }
    found(enabled);
}

County::~County() = default;

void County::found(const std::string& enabled) {
    root_key_ = crypto::SigningKey::generate(random_);
    log_key_ = crypto::SigningKey::generate(random_);
    // Assembled and loaded once a program: it never changes, and a program founds many counties.
    static const std::string text = *model::assemble_catalogue(assets::all());
    static const std::shared_ptr<const model::Catalogue> catalogue = *model::Catalogue::load(text);
    catalogue_text_ = text;
    catalogue_ = catalogue;
    if (!enabled.empty()) {
        Value changed = *codec::parse_json(text, limits::kCatalogueBytesMax);
        changed.object().find("policy")->second.object().find(enabled)->second.set("value", 1);
        catalogue_text_ = codec::write_json(changed);
        catalogue_ = *model::Catalogue::load(catalogue_text_);
    }
    statement_.county = kCounty;
    statement_.county_name = "浠水县";
    statement_.issued_at = now_;
    statement_.log_key = log_key_.verify_key();
    statement_.bundle_key = crypto::BoxKey::generate(random_).public_key();
    statement_.catalogue = crypto::sha256(catalogue_text_);
    for (int i = 1; i <= 2; ++i) {
        one_time_.push_back(crypto::SigningKey::generate(random_));
        statement_.tickets.push_back({one_time_.back().verify_key(), "admin" + std::to_string(i),
                                      i == 1 ? "管理员甲" : "管理员乙", now_ + 7 * kDayMs});
    }
    signed_root_ = {{std::string(log::kRootType), log::write_root_statement(statement_), {}}, catalogue_text_};
    signed_root_.envelope.signatures.push_back(
        {codec::base64(root_key_.verify_key().bytes), root_key_.sign(signed_root_.envelope.pae())});
    Kept kept;
    kept.root = signed_root_;
    keep(judge_.root(*registers_, signed_root_, statement_, now_), log::EntryKind::root, signed_root_.envelope.id(),
         now_, kept);
    for (std::size_t i = 0; i < 2; ++i) {
        enrol("admin-" + std::to_string(i + 1), statement_.tickets[i].person, statement_.tickets[i].name, one_time_[i],
              {"admin"});
    }
}

std::string County::fingerprint() const {
    return log::fingerprint(root_key_.verify_key());
}

void County::keep(model::Judgement judgement, log::EntryKind kind, std::optional<Hash> id, Time at, Kept& kept) {
    const std::string_view via = kind == log::EntryKind::change ? "net" : "local";
    kept.sealed = model::seal(judgement, kind, entries_.size(), 1, at, via, id, *this, random_);
    for (const log::SaltedRecord& record : kept.sealed.records) {
        ZJ_ASSERT(log::parse_record(record.bytes));  // nothing enters the log that cannot be read again
    }
    kept.judgement = std::move(judgement);
    entries_.push_back(std::move(kept));
}

Device& County::new_device(const std::string& name, std::vector<std::string> scopes) {
    Device device;
    device.name = name;
    device.sign = crypto::SigningKey::generate(random_);
    device.tls = crypto::SigningKey::generate(random_);
    device.scopes = std::move(scopes);
    device.id = device.sign.verify_key().id();
    keys_.emplace(device.id, device.sign.verify_key());
    return devices_.insert_or_assign(name, std::move(device)).first->second;
}

Person& County::enrol(const std::string& alias, const std::string& id, const std::string& name,
                      const crypto::SigningKey& one_time, std::vector<std::string> scopes) {
    Device& device = new_device(alias, std::move(scopes));
    Person& person =
        people_.insert_or_assign(alias, Person{alias, id, name, alias, crypto::SigningKey::generate(random_)})
            .first->second;
    keys_.emplace(person.key.verify_key().id(), person.key.verify_key());
    Value act = Object{{"do", "identity.enrol"},
                       {"base", Value()},
                       {"ticket", b64(one_time.verify_key())},
                       {"name", alias},
                       {"sign", b64(device.sign.verify_key())},
                       {"tls", b64(device.tls.verify_key())},
                       {"bundle", codec::base64(crypto::BoxKey::generate(random_).public_key().bytes)},
                       {"person_key", b64(person.key.verify_key())}};
    const auto judged = deliver(sign_with(alias, {act}, &one_time, log::ticket_id(one_time.verify_key())));
    ZJ_ASSERT(judged.verdict == log::Verdict::applied);
    return person;
}

Person& County::hire(const std::string& alias, const std::vector<std::string>& roles, const std::string& unit,
                     const std::string& on) {
    const auto one_time = crypto::SigningKey::generate(random_);
    Array role_list(roles.begin(), roles.end()), scopes;
    for (const std::string& role : roles) {
        const std::string scope(catalogue_->role_scope(role));
        Value named = scope == "unit" ? "unit/" + unit : scope;
        if (std::find(scopes.begin(), scopes.end(), named) == scopes.end()) {
            scopes.push_back(std::move(named));
        }
    }
    Value ticket = intent("identity.ticket");
    ticket.set("ticket", b64(one_time.verify_key())).set("kind", on.empty() ? "device" : "person").set("person", "");
    ticket.set("name", "某" + alias).set("phone", "0713-5550100").set("unit", unit).set("roles", role_list);
    ticket.set("scopes", on.empty() ? scopes : Array{}).set("expires", format_time(now_ + 5 * kDayMs));
    ZJ_ASSERT(act("admin-1", {ticket}).verdict == log::Verdict::applied);
    const std::string pending = made("admin-1", "pending");
    ZJ_ASSERT(act("admin-2", {confirm_of(pending)}).verdict == log::Verdict::applied);
    const std::string ticket_key = "ticket/" + codec::hex(log::ticket_id(one_time.verify_key()));
    const std::string id(value(ticket_key)->str_or("person"));
    if (on.empty()) {
        std::vector<std::string> names;
        for (const Value& scope : scopes) {
            names.push_back(scope.string());
        }
        return enrol(alias, id, "某" + alias, one_time, std::move(names));
    }
    Person& person = people_
                         .insert_or_assign(alias, Person{alias, id, "某" + alias, people_.at(on).device,
                                                         crypto::SigningKey::generate(random_)})
                         .first->second;
    keys_.emplace(person.key.verify_key().id(), person.key.verify_key());
    Value join = Object{{"do", "identity.join"},
                        {"base", Value()},
                        {"ticket", b64(one_time.verify_key())},
                        {"person_key", b64(person.key.verify_key())}};
    ZJ_ASSERT(deliver(sign_with(alias, {join}, &one_time, {})).verdict == log::Verdict::applied);
    return person;
}

model::Judgement County::open_unit(const Value& body) {
    if (!people_.contains("ob-clerk")) {
        hire("ob-clerk", {"ob_clerk"}, "");
        hire("ob-section", {"ob_section"}, "");
    }
    const model::Judgement proposed = act("ob-clerk", {body});
    if (proposed.verdict != log::Verdict::applied) {
        return proposed;
    }
    return act("ob-section", {confirm_of(made("ob-clerk", "pending"))});
}

Value County::intent(std::string_view name, const std::vector<std::string>& base) {
    log::Bases bases;
    for (const std::string& key : base) {
        bases[key].version = version(key);
    }
    return Object{{"do", name}, {"base", log::to_value(bases)}};
}

log::ChangeSet County::sign(const std::string& alias, const std::vector<Value>& intents) {
    return sign_with(alias, intents, nullptr, {});
}

log::ChangeSet County::sign_with(const std::string& alias, const std::vector<Value>& intents,
                                 const crypto::SigningKey* one_time, std::optional<Hash> prev) {
    Person& person = people_.at(alias);
    Device& device = devices_.at(person.device);
    log::Header header;
    header.county = kCounty;
    header.device = device.id;
    header.person = person.id;
    header.key = person.key.verify_key().id();
    header.seq = ++device.seq;
    header.prev = prev.value_or(device.last);
    header.written_at = now_;
    header.seen.size = device.seen_size;
    header.seen.root = log::empty_root();
    header.catalogue = statement_.catalogue;
    log::ChangeSet made = log::make_change_set(header, intents, {&device.sign, &person.key, one_time}, random_);
    device.last = made.id();
    return made;
}

model::DoorAnswer County::door(const log::ChangeSet& change_set) {
    return model::at_door(model::check(change_set, *this), *registers_);
}

model::Judgement County::deliver(const log::ChangeSet& change_set) {
    now_ = now_ + 1000;
    const model::Checked checked = model::check(change_set, *this);
    ZJ_ASSERT(model::at_door(checked, *registers_).kind == model::DoorAnswer::append);
    Kept kept;
    kept.change_set = change_set;
    keep(judge_.change(*registers_, checked, now_), log::EntryKind::change, checked.id, now_, kept);
    while (judge_.tick_again(*registers_, now_)) {
        Kept tick;
        keep(judge_.tick(*registers_, now_), log::EntryKind::tick, {}, now_, tick);
    }
    for (auto at = entries_.rbegin(); at != entries_.rend(); ++at) {
        if (at->change_set) {
            return at->judgement;
        }
    }
    return {};
}

Value County::confirm_of(const std::string& pending_key) {
    const Value pending = *value(pending_key);
    const Value base = intent("confirm", model::confirmation_names(pending_key, pending));
    return model::confirmation_of(pending_key, pending).set("base", *base.find("base"));
}

std::string County::made(const std::string& alias, std::string_view kind, std::size_t index) {
    const Device& device = device_of(alias);
    return log::record_key(kind, kCounty, device.id, device.seq, index);
}

void County::wait(std::int64_t ms) {
    const Time until = now_ + ms;
    while (next_tick_boundary(now_) <= until) {
        now_ = next_tick_boundary(now_);
        do {
            Kept kept;
            keep(judge_.tick(*registers_, now_), log::EntryKind::tick, {}, now_, kept);
        } while (judge_.tick_again(*registers_, now_));
    }
    now_ = until;
}

const Value* County::value(std::string_view key) {
    const model::Found found = registers_->get(key);
    return found.presence == model::Presence::present ? &found.record->value : nullptr;
}

std::int64_t County::version(std::string_view key) {
    const model::Found found = registers_->get(key);
    return found.presence == model::Presence::present ? found.record->version : 0;
}

std::vector<std::string> County::keys(std::string_view prefix) const {
    std::vector<std::string> out;
    for (auto at = memory_.records().lower_bound(prefix);
         at != memory_.records().end() && at->first.starts_with(prefix); ++at) {
        out.push_back(at->first);
    }
    return out;
}

std::optional<crypto::VerifyKey> County::find(std::string_view key_id) {
    const auto at = keys_.find(key_id);
    return at == keys_.end() ? std::nullopt : std::optional(at->second);
}

std::uint64_t County::last(std::string_view scope) {
    const auto at = counters_.find(scope);
    return at == counters_.end() ? 0 : at->second;
}

void County::set_last(std::string_view scope, std::uint64_t n) {
    counters_.insert_or_assign(std::string(scope), n);
}

std::string id_number(int n) {
    const int day = 1 + n % 28, month = 1 + n / 28 % 12, serial = n / (28 * 12) * 2 + 1;
    const auto two = [](int v) {
        return std::string(v < 10 ? "0" : "") + std::to_string(v);
    };
    std::string out = "4290991990" + two(month) + two(day) + (serial < 100 ? "0" : "") + two(serial);
    static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
        sum += (out[i] - '0') * kWeights[i];
    }
    return out + "10X98765432"[sum % 11];
}

Value small_unit(const std::string& code, int persons, int vacancies) {
    Value body = *codec::parse_json(R"({"do":"register.open","base":{},
        "unit":{"rank":"31","nature":"1","category":"09","system":"3","division":"421125101","is_cangong":false,
            "founded_on":"1987-05-01","founded_doc":"浠编发〔1987〕3号","state":"1","inner":[{"name":"综合执法中心"}]},
        "posts":{"chief":{"auth":1},"deputy":{"auth":2},"inner_chief":{"auth":2},"inner_deputy":{"auth":2}},
        "plan":[{"year":2026,"no":1,"quota_type":"20","entry_mode":"03","count":3,"reason":"综合执法缺员"},
                {"year":2026,"no":2,"quota_type":"20","entry_mode":"03","count":2,"reason":"财政所缺员"},
                {"year":2027,"no":1,"quota_type":"20","entry_mode":"03","count":3,"reason":"综合执法缺员"}],
        "grants":[]})");
    body.object().find("unit")->second.set("unit_code", code).set("name", "单位" + code).set("short_name", code);
    body.set("quota", Object{{"20", Object{{"h", persons + vacancies}, {"doc", "浠编发〔2019〕12号"}}}});
    Array list;
    for (int i = 0; i < persons; ++i) {
        Value person =
            *codec::parse_json(R"({"sex":"1","ethnic":"01","native_place":"湖北浠水","politics":"13","edu":"21",
            "degree":"4","work_since":"2013-07-01","inner":"综合执法中心","quota_type":"20","funding":"1","post_kind":"1",
            "post_grade":"109","staff_class":"none","post_name":"办事员","post_since":"2013-07-01","above_rank":false,
            "leader_level":"220","cs_registered":false,"entry_mode":"03","entered_on":"2013-07-01",
            "quota_since":"2013-07-01","quota_doc":"浠编办函〔2013〕3号","status":"1","fin_funded":true})");
        const int n = static_cast<int>(std::stol(code.substr(code.size() - 2))) * 100 + i;
        const std::string id = id_number(n);
        person.set("name", "人" + std::to_string(n)).set("id_no", id);
        person.set("birth", id.substr(6, 4) + "-" + id.substr(10, 2) + "-" + id.substr(12, 2));
        list.push_back(std::move(person));
    }
    return body.set("persons", std::move(list));
}

Array materials_for(const model::Matter& matter, const Value& fields, const std::string& mark) {
    Array out;
    for (const model::Slot* slot : matter.required_slots(fields)) {
        const std::string text = slot->key + " " + mark;
        const std::string hash = codec::hex(crypto::sha256(text));
        out.push_back(Object{{"slot", slot->key},
                             {"title", slot->key + ".pdf"},
                             {"pages", 1},
                             {"media_type", "application/pdf"},
                             {"size", text.size()},
                             {"sha256", hash},
                             {"chunks", Array{hash}}});
    }
    return out;
}

Value use_fields(const std::string& unit, const std::string& reason) {
    Value fields = *codec::parse_json(
        R"({"quota_type":"20","count":1,"entry_mode":"03","source_scope":"open","funding":"1","post_kind":"1",
        "post_name":"综合执法岗位","staff_class":"none","meeting_on":"2026-11-10","meeting_no":"2026年第12次"})");
    return fields.set("plan_line", "plan/" + unit + "/2026-1").set("reason", reason);
}

}  // namespace zj::test
