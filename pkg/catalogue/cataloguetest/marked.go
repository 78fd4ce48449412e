// Package cataloguetest helps the tests of whatever shows service entries: an entry in
// which each field says which one it is, so that a field which must stay inside is found
// wherever it comes out, be it one that nobody has thought of yet.
package cataloguetest

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

func mark(field int) string { return fmt.Sprintf("zq%02dqz", field) }

// amount is the mark of a field that is a quantity.
func amount(field int) int { return 7654300 + field }

// Marked is an entry in which every field says its mark, but for those that decide where
// and whether it is shown.
func Marked(t testing.TB) catalogue.Entry {
	t.Helper()
	var e catalogue.Entry
	v := reflect.ValueOf(&e).Elem()
	for i := range v.NumField() {
		fill(t, v.Field(i), i)
	}
	e.ID, e.Category, e.Lifecycle, e.Visibility = "svc-marked", "data", catalogue.Active, catalogue.Customer
	return e
}

// Says reports whether a text holds the mark of a field, by the field's number in the
// type.
func Says(text string, field int) bool {
	return strings.Contains(strings.ToLower(text), mark(field)) || strings.Contains(text, strconv.Itoa(amount(field)))
}

func fill(t testing.TB, v reflect.Value, field int) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(mark(field))
	case reflect.Int:
		v.SetInt(int64(amount(field)))
	case reflect.Float64:
		v.SetFloat(float64(amount(field)))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), field)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0), field)
	case reflect.Struct:
		fillStruct(t, v, field)
	default:
		t.Fatalf("%s is not filled", v.Kind())
	}
}

func fillStruct(t testing.TB, v reflect.Value, field int) {
	t.Helper()
	if text, ok := v.Addr().Interface().(*catalogue.Text); ok {
		*text = catalogue.Text{ZH: mark(field), EN: mark(field)}
		return
	}
	for i := range v.NumField() {
		fill(t, v.Field(i), field)
	}
}
