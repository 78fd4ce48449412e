package ledger

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/service-catalogue/sc/pkg/finding"
)

// pending is an object on its way to the disk.
type pending struct {
	id   ID
	data []byte // as the file holds it
	temp string // that file, once written
	err  error
}

// Put keeps an object in memory until Sync, unless it is there already.
func (s *diskStore) Put(kind string, raw []byte) (ID, error) {
	id, _ := objectID(kind, raw)
	if _, ok := s.kept[id]; ok {
		return id, nil
	}
	if s.freshen(id) {
		return id, nil
	}
	s.kept[id] = object{kind, raw}
	s.pending = append(s.pending, pending{id: id})
	return id, nil
}

// Sync writes what was put as loose objects, several at a time: each beside its
// place, and when all are safely on the disk each gets its name, in the order in
// which they were put. So no name ever stands for half an object.
func (s *diskStore) Sync() error {
	err := s.deflate()
	if err == nil {
		err = s.write()
	}
	s.pending, s.kept = nil, make(map[ID]object)
	if err == nil {
		return nil
	}
	return &finding.Fault{
		Message: finding.Say("cannot write to the repository: %s", err),
		Hint:    finding.Say("see whether the disk is full, and who may write to %s", s.dir),
		Cause:   err,
	}
}

// maxWriting is how many files are written at a time: a disk makes several safe in
// little more time than one.
const maxWriting = 8

func (s *diskStore) write() error {
	var wg sync.WaitGroup
	slots := make(chan struct{}, maxWriting)
	for i := range s.pending {
		slots <- struct{}{}
		wg.Go(func() {
			p := &s.pending[i]
			p.temp, p.err = s.writeTemp(p.id, p.data)
			<-slots
		})
	}
	wg.Wait()
	return s.name()
}

// name gives written objects their names, or, where one could not be written,
// takes all away again.
func (s *diskStore) name() error {
	var err error
	for _, p := range s.pending {
		if err = p.err; err != nil {
			break // the others failed for the same reason
		}
	}
	for _, p := range s.pending {
		if err == nil {
			err = os.Rename(p.temp, s.file(p.id))
		} else if p.temp != "" {
			_ = os.Remove(p.temp)
		}
	}
	return err
}

func (s *diskStore) file(id ID) string {
	name := id.String()
	return filepath.Join(s.dir, name[:2], name[2:])
}

// writeTemp writes a file beside the object's place, and returns when it is on the
// disk.
func (s *diskStore) writeTemp(id ID, data []byte) (temp string, err error) {
	var mode fs.FileMode
	var f *os.File
	for range fanOutTries {
		if mode, err = s.fanOut(filepath.Dir(s.file(id))); err == nil {
			f, err = os.CreateTemp(filepath.Dir(s.file(id)), "tmp_obj_") // git prune knows this name
		}
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	return f.Name(), errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// fanOutTries is how often a folder is made that git gc finds empty and takes away.
const fanOutTries = 10

// fanOut makes one of the 256 folders of objects, open to the same people as the
// objects folder itself (core.sharedRepository), and says who may read a file there.
func (s *diskStore) fanOut(dir string) (fs.FileMode, error) {
	info, err := os.Stat(s.dir)
	if err != nil {
		return 0, err
	}
	err = os.Mkdir(dir, 0o777)
	if err == nil {
		err = os.Chmod(dir, info.Mode())
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	return info.Mode().Perm() & 0o444, err
}

// deflate makes the bytes of the files, with one compressor for all: a new one for
// each costs more than a small object's file.
func (s *diskStore) deflate() error {
	z, err := zlib.NewWriterLevel(io.Discard, zlib.BestSpeed)
	if err != nil {
		return err
	}
	for i := range s.pending {
		var file bytes.Buffer
		z.Reset(&file)
		o := s.kept[s.pending[i].id]
		_, err1 := io.WriteString(z, o.kind+" "+strconv.Itoa(len(o.raw))+"\x00")
		_, err2 := z.Write(o.raw)
		if err := errors.Join(err1, err2, z.Close()); err != nil {
			return err
		}
		s.pending[i].data = file.Bytes()
	}
	return nil
}
