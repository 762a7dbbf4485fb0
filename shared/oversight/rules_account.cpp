// SPDX-License-Identifier: Apache-2.0
// Certificates and accounts: W22 (domain.md 7). The time of last use comes from the gateway where it records it;
// without it nothing is said.
#include <set>

#include "shared/oversight/read.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

bool in_service(const Ground& g, Text device) {
    const Device* found = find_in(g.tables().devices, device);
    return found != nullptr && found->live;
}

// The other devices in service on which the same person signs; of them all the device with the latest id tells it.
std::vector<Text> other_devices(const Ground& g, std::string_view device, Text person) {
    std::set<Text> out;
    for (const auto& [id, key] : g.tables().keys) {
        if (key.live && key.person == person && key.device != device && in_service(g, key.device)) {
            out.insert(key.device);
        }
    }
    const bool last = out.empty() || *out.rbegin() < device;
    return last ? std::vector<Text>(out.begin(), out.end()) : std::vector<Text>{};
}

// A device is certified by the ticket that enrols it, for the county's term; its record may name another day. Nothing
// stops on that day: the office replaces the certificate, by a new ticket, and revokes the old device.
std::optional<Date> certified_until(const Ground& g, const Device& d) {
    if (d.expires_on || !d.enrolled_on) {
        return d.expires_on;
    }
    return add_months(*d.enrolled_on, static_cast<int>(g.policy("certificate_months", 36)));
}

void ending_certificate(const Ground& g, const Device& d, Findings& out) {
    const std::int64_t days = g.policy("certificate_notice_days", 30);
    const std::optional<Date> end = certified_until(g, d);
    if (!end || end->days - g.today.days >= days) {
        return;
    }
    out.push_back(g.found("W22", d.key, d.unit, Level::yellow, Date{end->days - static_cast<std::int32_t>(days) + 1},
                          {{std::string(d.key), "evidence.W22.ends", {std::string(d.name), format_date(*end)}}},
                          "certificate"));
}

void unused(const Ground& g, std::string_view device, const Device& d, Findings& out) {
    const std::int64_t days = g.policy("device_unused_days", 60);
    const Date* used = find_in(g.tables().device_uses, device);
    const std::optional<Date> last = newest(d.last_on, used == nullptr ? std::nullopt : std::optional(*used));
    if (!last || g.today.days - last->days < days) {
        return;
    }
    out.push_back(g.found("W22", d.key, d.unit, Level::notice, Date{last->days + static_cast<std::int32_t>(days)},
                          {{std::string(d.key), "evidence.W22.unused", {std::string(d.name), format_date(*last)}}},
                          "unused"));
}

// More of them than the county permits: a ticket for a further device is not against any rule.
void on_many_devices(const Ground& g, std::string_view device, const Device& d, Findings& out) {
    const auto permitted = static_cast<std::size_t>(g.policy("devices_per_person", 2));
    std::vector<Evidence> evidence;
    for (const auto& [id, key] : g.tables().keys) {
        if (!key.live || key.device != device || key.person.empty()) {
            continue;
        }
        const std::vector<Text> others = other_devices(g, device, key.person);
        for (std::size_t i = 0; others.size() + 1 > permitted && i < others.size(); ++i) {
            evidence.push_back({"key/" + std::string(id),
                                "evidence.W22.two",
                                {std::string(key.person), std::string(d.name),
                                 std::string(g.tables().devices.find(others[i])->second.name)}});
        }
    }
    if (!evidence.empty() && d.enrolled_on) {
        out.push_back(g.found("W22", d.key, d.unit, Level::notice, *d.enrolled_on, std::move(evidence), "two"));
    }
}

}  // namespace

void account_risks(const Ground& g, std::string_view device, Findings& out) {
    const Device* found = find_in(g.tables().devices, device);
    if (found == nullptr || !found->live) {
        return;
    }
    ending_certificate(g, *found, out);
    unused(g, device, *found, out);
    on_many_devices(g, device, *found, out);
}

}  // namespace zj::oversight
