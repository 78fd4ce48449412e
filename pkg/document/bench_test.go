package document

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkParse reads the entries of the sample catalogue, from which a fault is
// absent; BenchmarkNodes only makes the nodes of yaml.v3.
func BenchmarkParse(b *testing.B) {
	benchmark(b, func(data []byte) bool {
		doc, _ := Parse("f.yaml", data)
		return doc != nil
	})
}

func BenchmarkNodes(b *testing.B) {
	benchmark(b, func(data []byte) bool {
		root, _ := newSource("f.yaml", data).parse()
		return root != nil
	})
}

func benchmark(b *testing.B, read func([]byte) bool) {
	names, err := filepath.Glob("../../catalogue/services/*.yaml")
	if err != nil || len(names) == 0 {
		b.Fatalf("no entries: %v", err)
	}
	var texts [][]byte
	size := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, data)
		size += len(data)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			if !read(text) {
				b.Fatal("an entry cannot be read")
			}
		}
	}
}
