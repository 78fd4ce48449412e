package cli

import (
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

// versionNumber reads 1.4.0 or v1.4.0.
func versionNumber(text string) (catalogue.Version, bool) {
	v, err := catalogue.ParseVersion(strings.TrimPrefix(text, "v"))
	return v, err == nil
}

// baseName is the name of a record's file without its ending: its id.
func baseName(file string) string { return strings.TrimSuffix(path.Base(file), ".yaml") }
