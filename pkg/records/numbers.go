package records

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// IDs are the ids of all records of a kind, in the order of their numbers.
func (c *Catalogue) IDs(k Kind) ([]string, error) {
	names, err := c.names(k.Folder)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, n := range names {
		if id, ok := k.At(n); ok {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, CompareIDs)
	return ids, nil
}

// At is the id of the record of this kind at a path below the catalogue folder.
func (k Kind) At(name string) (id string, ok bool) {
	id = strings.TrimSuffix(path.Base(name), ".yaml")
	_, _, ok = k.Parse(id)
	return id, ok && k.Path(id) == name
}

// CompareIDs orders ids of one kind by their numbers.
func CompareIDs(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// Next is the next id of a kind in a year: the highest number so far and one. It looks
// into the folder with the highest numbers only.
func (c *Catalogue) Next(k Kind, year string) (string, error) {
	thousands, err := c.thousands(path.Join(k.Folder, year))
	if err != nil {
		return "", err
	}
	for _, folder := range thousands {
		highest, err := c.highest(k, folder)
		if err != nil || highest > 0 {
			return k.ID(year, highest+1), err
		}
	}
	return k.ID(year, 1), nil
}

// thousands are a year's folders of records, those with the highest numbers first: one
// for each thousand, and the year's own.
func (c *Catalogue) thousands(year string) ([]string, error) {
	entries, err := c.readDir(year)
	var from []int
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil && e.IsDir() {
			from = append(from, n)
		}
	}
	slices.Sort(from)
	folders := []string{year}
	for _, n := range from {
		folders = append(folders, path.Join(year, strconv.Itoa(n)))
	}
	slices.Reverse(folders)
	return folders, err
}

// highest is the highest number of a record that lies in a folder itself; 0 where there
// is none.
func (c *Catalogue) highest(k Kind, folder string) (int, error) {
	entries, err := c.readDir(folder)
	highest := 0
	for _, e := range entries {
		if id, ok := k.At(path.Join(folder, e.Name())); ok && e.Type().IsRegular() {
			_, n, _ := k.Parse(id)
			highest = max(highest, n)
		}
	}
	return highest, err
}

// Numbered are the ids of a kind with a number, in the year given or, where that is
// empty, in any, the oldest first.
func (c *Catalogue) Numbered(k Kind, year string, n int) ([]string, error) {
	years := []string{year}
	if year == "" {
		entries, err := c.readDir(k.Folder)
		if err != nil {
			return nil, err
		}
		years = nil
		for _, e := range entries {
			years = append(years, e.Name())
		}
	}
	var ids []string
	for _, y := range years {
		id := k.ID(y, n)
		if _, _, ok := k.Parse(id); !ok {
			continue
		}
		there, err := c.holds(k.Path(id))
		if err != nil {
			return nil, err
		}
		if there {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// holds reports whether there is a plain file.
func (c *Catalogue) holds(name string) (bool, error) {
	info, err := fs.Stat(c.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && info.Mode().IsRegular(), err
}

// readDir lists a folder; one that is not there is empty.
func (c *Catalogue) readDir(folder string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(c.fsys, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}

// names are the files below a folder, with paths from the catalogue folder; a
// folder that is not there has none.
func (c *Catalogue) names(folder string) ([]string, error) {
	var names []string
	err := fs.WalkDir(c.fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return names, err
}

func paths(k Kind, ids []string) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = k.Path(id)
	}
	return all
}
