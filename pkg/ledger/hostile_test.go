package ledger

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// deltaTo is an object of a pack that says it is a difference to another by name.
func deltaTo(base ID) []byte {
	var b bytes.Buffer
	b.WriteByte(packedNameDelta<<4 | 4)
	b.Write(base[:])
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte{4, 4, 0x90, 4})
	_ = z.Close()
	return b.Bytes()
}

// writePack writes a pack with an index, as somebody may who has stock git and a hex
// editor: objects by the names that they claim, which must rise.
func writePack(t *testing.T, dir string, names []ID, objects [][]byte) {
	t.Helper()
	text := []byte("PACK\x00\x00\x00\x02")
	text = binary.BigEndian.AppendUint32(text, uint32(len(names)))
	var at, crc []byte
	for _, o := range objects {
		at = binary.BigEndian.AppendUint32(at, uint32(len(text)))
		crc = binary.BigEndian.AppendUint32(crc, crc32.ChecksumIEEE(o))
		text = append(text, o...)
	}
	sum := sha1.Sum(text)
	text = append(text, sum[:]...)
	index := []byte("\xfftOc\x00\x00\x00\x02")
	for b := range 256 {
		n := 0
		for _, id := range names {
			if int(id[0]) <= b {
				n++
			}
		}
		index = binary.BigEndian.AppendUint32(index, uint32(n))
	}
	for _, id := range names {
		index = append(index, id[:]...)
	}
	index = append(append(append(index, crc...), at...), sum[:]...)
	own := sha1.Sum(index)
	index = append(index, own[:]...)
	name := filepath.Join(dir, "objects", "pack", "pack-"+ID(sum).String())
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	for ext, data := range map[string][]byte{".pack": text, ".idx": index} {
		if err := os.WriteFile(name+ext, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Objects of a pack that are differences to each other, or to themselves, are an
// error: nothing runs in circles.
func TestPackInCirclesIsAnError(t *testing.T) {
	one, two, own := ID{1}, ID{2}, ID{3}
	for name, objects := range map[string][][]byte{
		"two": {deltaTo(two), deltaTo(one), deltaTo(one)},
		"own": {deltaTo(own), deltaTo(own), deltaTo(own)},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.run("init", "-q")
			writePack(t, w.open().Common(), []ID{one, two, own}, objects)
			for _, id := range []ID{one, two, own} {
				if _, _, err := w.open().Objects().Get(id, maxBlob); err == nil {
					t.Errorf("%s is an object", id)
				}
			}
		})
	}
}

// A loose file that unfolds to more than it says is refused before it fills memory.
func TestLooseFileThatUnfoldsToMoreIsRefused(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	id := ID{1}
	var file bytes.Buffer
	z := zlib.NewWriter(&file)
	_, _ = z.Write([]byte("blob 4\x00abcd"))
	for range 256 {
		_, _ = z.Write(make([]byte, 1<<20))
	}
	_ = z.Close()
	name := filepath.Join(w.open().Common(), "objects", id.String()[:2], id.String()[2:])
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	objects := w.open().Objects()
	before := allocated()
	if _, _, err := objects.Get(id, maxBlob); err == nil {
		t.Error("it is an object")
	}
	if after := allocated(); after-before > 64<<20 {
		t.Errorf("reading it took %d MiB", (after-before)>>20)
	}
}

// allocated is how many bytes were ever taken from the heap.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
