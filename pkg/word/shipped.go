package word

import (
	"bytes"
	"embed"
	"encoding/xml"
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// shipped are the templates that come with the program: for each document a folder of
// parts as they lie in its archive, laid over those that all have in common. Labels
// stand in them as [[what a label says in English]].
//
//go:embed all:templates
var shipped embed.FS

var label = regexp.MustCompile(`\[\[([^\[\]]+)\]\]`)

// Shipped is the template of a document that comes with the program, its labels told by
// a function.
func Shipped(name string, tell func(string) string) (*Template, error) {
	texts := map[string][]byte{}
	for _, folder := range []string{"templates/common", "templates/" + name} {
		err := fs.WalkDir(shipped, folder, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := shipped.ReadFile(file)
			texts[file[len(folder)+1:]] = text
			return err
		})
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fault(finding.Say("there is no template %s", name))
		}
		if err != nil {
			return nil, err
		}
	}
	var parts []part
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		text := texts[file]
		if path.Ext(file) == ".xml" {
			text = label.ReplaceAllFunc(text, func(said []byte) []byte {
				var out bytes.Buffer
				_ = xml.EscapeText(&out, []byte(tell(string(said[2:len(said)-2])))) // a buffer takes everything
				return out.Bytes()
			})
		}
		parts = append(parts, part{name: file, data: text})
	}
	return open(parts, Usual())
}
