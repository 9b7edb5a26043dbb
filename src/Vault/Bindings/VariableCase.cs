namespace SecretsDashboard.Vault.Bindings;

/// <summary>Variables of one service whose names differ only by case. They are allowed, since
/// most programs tell them apart, and warned of, since some don't.</summary>
internal static class VariableCase
{
    private const int MaxWarnings = 20;

    /// <param name="variables">The names that the service has now.</param>
    public static void Warn(OperationContext context, string service, IEnumerable<string> variables)
    {
        var alike = variables
            .GroupBy(v => v, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Distinct(StringComparer.Ordinal).Skip(1).Any())
            .Take(MaxWarnings);
        context.Warnings.AddRange(
            alike.Select(names => new Warning(
                "variable_names_differ_by_case",
                $"{service} has the variables {string.Join(" and ", names.Order(StringComparer.Ordinal))}, whose names differ only by case. "
                    + "Programs that ignore case in names, such as .NET configuration, read only one of them."
            ))
        );
    }
}
