// SPDX-License-Identifier: Apache-2.0
// Any change set, checked and judged against registers that hold one live device: whatever a device signs, the judge
// comes to a verdict. The input is the intents' JSON, signed here as that device would, so that it reaches the rules
// behind the signatures.

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "shared/model/judge.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

namespace {

struct County final : model::KeyFinder {
    crypto::SigningKey root, device, person, one_time;
    std::string catalogue;
    log::RootStatement statement;
    log::SignedRoot signed_root;
    Time at = *parse_time("2026-11-23T15:04:05.678+08:00");

    County() {
        ZJ_ASSERT(crypto::start());
        SeededRandom random(3);
        for (crypto::SigningKey* key : {&root, &device, &person, &one_time}) {
            *key = crypto::SigningKey::generate(random);
        }
        catalogue = *model::assemble_catalogue(assets::all());
        statement.county = "421125";
        statement.county_name = "浠水县";
        statement.issued_at = at;
        statement.log_key = root.verify_key();
        statement.catalogue = crypto::sha256(catalogue);
        statement.tickets = {{one_time.verify_key(), "admin1", "甲", at + kDayMs},
                             {person.verify_key(), "admin2", "乙", at + kDayMs}};
        signed_root = {{std::string(log::kRootType), log::write_root_statement(statement), {}}, catalogue};
        signed_root.envelope.signatures.push_back(
            {codec::base64(root.verify_key().bytes), root.sign(signed_root.envelope.pae())});
    }
    std::optional<crypto::VerifyKey> find(std::string_view id) override {
        for (const crypto::SigningKey* key : {&device, &person}) {
            if (key->verify_key().id() == id) {
                return key->verify_key();
            }
        }
        return std::nullopt;
    }
    log::ChangeSet sign(std::uint64_t seq, const Hash& prev, const std::vector<codec::Value>& intents) const {
        SeededRandom random(seq);
        log::Header header;
        header.county = statement.county;
        header.device = device.verify_key().id();
        header.person = "admin1";
        header.key = person.verify_key().id();
        header.seq = seq;
        header.prev = prev;
        header.written_at = at;
        header.catalogue = statement.catalogue;
        return log::make_change_set(header, intents, {&device, &person, seq == 1 ? &one_time : nullptr}, random);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static County county;
    static model::Judge judge;
    static model::MemoryRegisters enrolled;
    static const log::ChangeSet first = [] {
        judge.root(enrolled, county.signed_root, county.statement, county.at);
        codec::Value intent;
        intent.set("do", "identity.enrol").set("base", codec::Value()).set("name", "t0");
        intent.set("ticket", codec::base64(county.one_time.verify_key().bytes))
            .set("sign", codec::base64(county.device.verify_key().bytes));
        intent.set("tls", codec::base64(county.device.verify_key().bytes))
            .set("bundle", codec::base64(county.device.verify_key().bytes));
        intent.set("person_key", codec::base64(county.person.verify_key().bytes));
        const log::ChangeSet set = county.sign(1, log::ticket_id(county.one_time.verify_key()), {intent});
        const model::Checked checked = model::check(set, county);
        ZJ_ASSERT(model::at_door(checked, enrolled).kind == model::DoorAnswer::append);
        const model::Judgement judged = judge.change(enrolled, checked, county.at);
        ZJ_ASSERT(judged.verdict == log::Verdict::applied);
        return set;
    }();
    const auto value = codec::parse_json(fuzz::text_of(data, size));
    if (!value) {
        return 0;
    }
    std::vector<codec::Value> intents{*value};
    if (value->is_array()) {
        intents = value->array();
    }
    if (intents.empty() || intents.size() > 4) {
        return 0;
    }
    const log::ChangeSet set = county.sign(2, first.id(), intents);
    const model::Checked checked = model::check(set, county);
    model::Overlay registers(enrolled);
    ZJ_PROMISE(model::at_door(checked, registers).kind == model::DoorAnswer::append);
    const model::Judgement judged = judge.change(registers, checked, county.at);
    ZJ_PROMISE(judged.code.empty() == (judged.verdict == log::Verdict::applied));
    ZJ_PROMISE(registers.chain(county.device.verify_key().id()).seq == 2);
    return 0;
}
