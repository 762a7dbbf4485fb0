// SPDX-License-Identifier: Apache-2.0
#pragma once
// How much one paper holds, each bound with its reason.

#include <cstddef>

#include "shared/base/limits.hpp"

namespace zj::paper {

// One value: the longest field of a form has 1,000 characters, of at most four bytes.
inline constexpr std::size_t kTextBytesMax = 4096;
// The name of an office or a device: it stands under the seal or beside the QR code, where nothing goes on on a further
// page. A hundred characters; the county's longest name has forty.
inline constexpr std::size_t kNameBytesMax = 300;
// A number stands at the foot of every page, on one line: USE-2026-0012, 浠编办发〔2026〕12号.
inline constexpr std::size_t kNumberBytesMax = 64;
// Rows of one list: what a case may have as attachments. Steps and copies are fewer.
inline constexpr std::size_t kRowsMax = limits::kAttachmentsPerCaseMax;
// Items of an archived file, which the rules bound (archive.close).
inline constexpr std::size_t kFileRowsMax = 200;
// Entries of an archived case that its cover lists: a full thread (200), all steps (60), as many urges as are kept
// (32), and as much again as a third of that for stages, amendments and what was held. A case may have more, since a
// unit may amend and urge for as long as it waits; of those the cover lists the first and the last, metadata.json all.
inline constexpr std::size_t kCourseRowsMax = 400;
// Changes that a quota card lists: forty years of work with five changes in each. Of more, the newest stand on it.
inline constexpr std::size_t kCardRowsMax = 200;
// The largest count a form of 用编核准 takes.
inline constexpr int kCountMax = 99;
// A form is one page, the fullest thirty. Lists of texts that are all as long as they may be are no paper any more.
inline constexpr int kPagesMax = 60;
// Of a cover: 200 items with the longest titles are a hundred pages, and the course as many again where each entry did
// much at once.
inline constexpr int kCoverPagesMax = 300;
// A QR code of version 33 at correction M holds 1,600 bytes; with modules a telephone can still tell apart, it is as
// wide as the column beside it may become.
inline constexpr std::size_t kQrBytesMax = 1600;

}  // namespace zj::paper
