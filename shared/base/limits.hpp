// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every bound of the formats in one place, each with its reason; a test goes beyond each of them.

#include <cstddef>
#include <cstdint>

namespace zj::limits {

// A header is signed, verified and kept for ever: 100 commitments in base64 (5 KiB) and 17 scopes fit (log.md).
inline constexpr std::size_t kHeaderBytesMax = 8 * 1024;
// Scopes of one device: those of its ticket (it serves one unit or one office with its neighbours), and `public`, which
// every device reads.
inline constexpr std::size_t kTicketScopesMax = 16;
inline constexpr std::size_t kDeviceScopesMax = kTicketScopesMax + 1;
// One intent body: the largest form with its material list is some 20 KiB; an opening unit with 300 persons some 200
// KiB.
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
inline constexpr std::size_t kIntentsMax = 100;
// Bodies of one change set together, so that a batch of 1,000 cannot hold a gateway's memory.
inline constexpr std::size_t kBodiesBytesMax = 4 * 1024 * 1024;
// The matters catalogue travels as a record; ours is some 100 KiB.
inline constexpr std::size_t kCatalogueBytesMax = 2 * 1024 * 1024;
// The largest record version (the catalogue with its holiday calendar).
inline constexpr std::size_t kRecordBytesMax = 2 * 1024 * 1024;
// Records one entry may write, and their bytes together: a unit opening writes each person with its number index, and a
// feed page takes an entry whole.
inline constexpr std::size_t kEffectsMax = 4096;
inline constexpr std::size_t kEffectsBytesMax = 8 * 1024 * 1024;
// Bytes of a record that only the passing of time and the settling of what was held may fill.
inline constexpr std::size_t kRecordSpareBytes = 64 * 1024;
// What units may make of a record by themselves, so that there is always room for the office to decide on it.
inline constexpr std::size_t kRecordBytesByUnitMax = 1024 * 1024;
// A key is a kind, a slash and ids or a number of a document; an owner is a scope, and a feed's target has room for 64.
inline constexpr std::size_t kRecordKeyBytesMax = 128;
inline constexpr std::size_t kRecordOwnerBytesMax = 64;
// Nesting of any JSON we read: forms are 6 deep.
inline constexpr std::size_t kJsonDepthMax = 16;
// Members and items below one JSON value, so that a hostile text cannot ask for more memory than its size explains.
inline constexpr std::size_t kJsonItemsMax = 100'000;
// Attachments: chunks of 1 MiB resume cheaply on a line that is cut every few seconds (quality.md P4).
inline constexpr std::size_t kChunkBytes = 1024 * 1024;
// A scanned 200-page file; larger ones are split by the clerk, and the message says so.
inline constexpr std::int64_t kAttachmentBytesMax = 200LL * 1024 * 1024;
inline constexpr std::size_t kAttachmentsPerCaseMax = 40;
// All attachments of a case: a reform's papers scanned in colour are some 200 MiB. The case's record names each MiB of
// them, and every version of it is stored and sent.
inline constexpr std::int64_t kCaseAttachmentsBytesMax = 1024LL * 1024 * 1024;
// Push: change sets and bytes in one request; a group commit takes as many (reconcile.md, County database).
inline constexpr std::size_t kPushCountMax = 1000;
inline constexpr std::size_t kPushBytesMax = 8 * 1024 * 1024;
// Feed page.
inline constexpr std::size_t kFeedEntriesMax = 500;
inline constexpr std::size_t kFeedBytesMax = 8 * 1024 * 1024;
// Due items written by one tick (log.md, Time passes by ticks) and waiting ones re-judged by one entry (reconcile.md).
inline constexpr std::size_t kTickItemsMax = 1000;
inline constexpr std::size_t kReleaseMax = 64;
// Proof lines of C2SP tlog-proof.
inline constexpr std::size_t kProofLinesMax = 63;
// Open cases and held items of one unit, so that no unit can fill the county's memory (Q1, "later" at the door).
inline constexpr std::size_t kOpenCasesPerUnitMax = 500;

}  // namespace zj::limits
