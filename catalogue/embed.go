// Package example carries the services of the sample company, which `sc init
// --example` writes into a new catalogue. It holds files only.
package example

import "embed"

// FS holds services/<id>.yaml, each one valid, publishable and in canonical form.
//
//go:embed services
var FS embed.FS
