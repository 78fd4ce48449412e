package cli

import "github.com/spf13/cobra"

func newStatus(a *app) *cobra.Command { return &cobra.Command{Use: "status"} }
func newList(a *app) *cobra.Command   { return &cobra.Command{Use: "list"} }
func newShow(a *app) *cobra.Command   { return &cobra.Command{Use: "show"} }
func newLog(a *app) *cobra.Command    { return &cobra.Command{Use: "log"} }
func newTrace(a *app) *cobra.Command  { return &cobra.Command{Use: "trace"} }
func newDemo(a *app) *cobra.Command   { return &cobra.Command{Use: "demo"} }
