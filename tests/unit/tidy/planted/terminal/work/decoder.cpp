// SPDX-License-Identifier: Apache-2.0
#include <poppler-document.h>
