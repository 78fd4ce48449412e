// Package schemas carries the JSON Schemas (draft 2020-12) of the records, as
// files that editors may use as well. It knows nothing of how they are applied.
package schemas

import "embed"

// Base is the URL under which the schemas are known: the start of each $id.
const Base = "https://service-catalogue.github.io/sc/schemas/"

// FS holds one <kind>.schema.json for each kind of record, and what they share
// in common.schema.json.
//
//go:embed *.json
var FS embed.FS
