package pack

import (
	"embed"
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/records"
)

// Standard is what an audit asks for, as data: one file for each in the folder standards.
type Standard struct {
	ID      string         `yaml:"id"`
	Name    catalogue.Text `yaml:"name"`
	Citing  catalogue.Text `yaml:"citing"` // how its clauses are named here
	Clauses []Clause       `yaml:"clauses"`
}

// Clause is one clause, with the sections of the procedure that answer to it.
type Clause struct {
	Number    catalogue.Text `yaml:"number"`
	Title     catalogue.Text `yaml:"title"`
	Sections  string         `yaml:"sections"`
	Questions []Question     `yaml:"questions"`
}

// Question is what an auditor asks, and which evidence answers it.
type Question struct {
	Ask      catalogue.Text `yaml:"ask"`
	Evidence []string       `yaml:"evidence"`
}

//go:embed standards
var standards embed.FS

// Standards are the ids of all standards, sorted.
func Standards() []string {
	files, _ := standards.ReadDir("standards") // it is part of the program
	var ids []string
	for _, f := range files {
		ids = append(ids, strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
	}
	return ids
}

// StandardOf reads a standard by its id.
func StandardOf(id string) (Standard, error) {
	var s Standard
	name := path.Join("standards", id+".yaml")
	text, err := standards.ReadFile(name)
	if err != nil {
		return s, err
	}
	return s, records.Decode(name, text, &s)
}
