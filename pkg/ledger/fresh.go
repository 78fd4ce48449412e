package ledger

import (
	"os"
	"path/filepath"
	"time"
)

// freshen makes the file that holds an object as new as if it were written now, so that
// git prune, which spares what is new, leaves it alone until something refers to it. It
// reports whether it could; where not, the object is written anew.
func (s *diskStore) freshen(id ID) bool {
	file, ok := s.holder(id)
	if !ok {
		return false
	}
	if s.clock.IsZero() {
		s.clock = modified(s.dir)
	}
	return !s.clock.IsZero() && os.Chtimes(file, s.clock, s.clock) == nil
}

// holder is the file that holds an object: its own, or a pack.
func (s *diskStore) holder(id ID) (string, bool) {
	for _, p := range s.packed.packs {
		if _, there := p.find(id); there {
			return p.file.Name(), true
		}
	}
	name := id.String()
	for _, dir := range s.folders {
		file := filepath.Join(dir, name[:2], name[2:])
		if _, err := os.Stat(file); err == nil {
			return file, true
		}
	}
	return "", false
}

// modified is when a file is made that is made in a folder now, by the clock that all
// files there have; zero where none can be made.
func modified(dir string) time.Time {
	f, err := os.CreateTemp(dir, "tmp_obj_") // git prune knows this name
	if err != nil {
		return time.Time{}
	}
	defer os.Remove(f.Name())
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
