namespace SecretsDashboard.Vault.Bindings;

/// <summary>Variables of a service whose names differ only by case. They are allowed, because most programs distinguish them, and cause a
/// warning, because some programs don't.</summary>
internal static class VariableCase
{
    private const int MaxWarnings = 20;

    /// <param name="variables">The service's current variable names.</param>
    public static void Warn(OperationContext context, string service, IEnumerable<string> variables)
    {
        var similarNames = variables
            .GroupBy(v => v, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Distinct(StringComparer.Ordinal).Skip(1).Any())
            .Take(MaxWarnings);
        context.Warnings.AddRange(
            similarNames.Select(names => new Warning(
                "variable_names_differ_by_case",
                $"{service} has the variables {string.Join(" and ", names.Order(StringComparer.Ordinal))}, "
                    + "whose names differ only by case. "
                    + "Programs that ignore case in names, such as .NET configuration, read only one of them."
            ))
        );
    }
}
