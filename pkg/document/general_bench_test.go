package document

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"gopkg.in/yaml.v3"
)

// BenchmarkParseAll reads the sample catalogue, file by file: /yaml.v3 its nodes
// alone, /ParseAll with values and places. The second is to cost little more.
func BenchmarkParseAll(b *testing.B) {
	names, err := filepath.Glob("../../catalogue/services/*.yaml")
	if err != nil || len(names) == 0 {
		b.Fatal("no sample entries", err)
	}
	texts := make([][]byte, len(names))
	for i, name := range names {
		if texts[i], err = os.ReadFile(name); err != nil {
			b.Fatal(err)
		}
	}
	read := map[string]func([]byte) bool{
		"yaml.v3": func(text []byte) bool {
			var n, end yaml.Node
			dec := yaml.NewDecoder(bytes.NewReader(text))
			return dec.Decode(&n) == nil && errors.Is(dec.Decode(&end), io.EOF)
		},
		"ParseAll": func(text []byte) bool {
			docs, _ := ParseAll("f.yaml", text)
			return len(docs) == 1
		},
	}
	for _, name := range []string{"yaml.v3", "ParseAll"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				if !read[name](texts[i%len(texts)]) {
					b.Fatal("not read")
				}
			}
		})
	}
}
