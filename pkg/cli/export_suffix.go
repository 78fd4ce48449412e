package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
)

// suffixed takes the format from the file's name where no flag names it, and refuses a
// name that says something else: who opens the file goes by its suffix.
func (a *app) suffixed(o *exportOptions) error {
	suffix := strings.ToLower(filepath.Ext(o.out))
	named := slices.DeleteFunc(export.Formats(), func(f export.Format) bool {
		return f.Suffix != suffix || suffix == ".yaml" // which says nothing: it is of many
	})
	if info, err := os.Stat(a.path(o.out)); len(named) == 0 || err == nil && info.IsDir() {
		return nil
	}
	is := o.format
	switch {
	case a.machine():
		is = "json"
	case o.printTemplate || is == "" && o.document != "" && o.document != theCatalogue && suffix != ".xlsx":
		is = "docx"
	case is == "":
		o.format = named[0].Name
		return nil
	}
	if !slices.ContainsFunc(named, func(f export.Format) bool { return f.Name == is }) {
		return fault(finding.Say("the file %s is called as if it were no %s", o.out, is), finding.Say("name a file with the suffix of its format, or leave --format out"))
	}
	return nil
}
