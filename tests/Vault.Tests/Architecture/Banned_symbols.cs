using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace SecretsDashboard.Vault.Tests.Architecture;

/// <summary>The analyzer ignores an entry that matches no symbol and an overload that is not listed: these tests find both.</summary>
public sealed class Banned_symbols
{
    private static readonly string[] Lines =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "BannedSymbols.txt")).Where(l => l.Length > 0),
    ];
    private static readonly HashSet<string> Ids = [.. Lines.Select(l => l.Split(';')[0])];

    private static readonly CSharpCompilation Everything = CSharpCompilation.Create(
        "everything",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All)
    );

    [Fact]
    public void Every_line_of_the_banned_symbols_names_a_symbol_that_exists() =>
        Assert.DoesNotContain(Ids, id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, Everything) is null);

    [Fact]
    public void Every_line_of_the_banned_symbols_gives_a_reason() =>
        Assert.All(Lines, l => Assert.Matches(@"^[MPT]:[^;]+;[A-Z].{20,}\.", l));

    [Theory]
    [InlineData(typeof(DbContext), "Attach,AttachRange,Update,UpdateRange,Remove,RemoveRange")]
    [InlineData(typeof(DbSet<>), "Attach,AttachRange,Update,UpdateRange,Remove,RemoveRange")]
    [InlineData(typeof(EntityEntry), "Reload,ReloadAsync,GetDatabaseValues,GetDatabaseValuesAsync")]
    [InlineData(typeof(ChangeTracker), "TrackGraph")]
    [InlineData(typeof(EntityFrameworkQueryableExtensions), "IgnoreQueryFilters")]
    [InlineData(typeof(RelationalQueryableExtensions), "FromSql,FromSqlRaw,FromSqlInterpolated")]
    [InlineData(
        typeof(RelationalDatabaseFacadeExtensions),
        "ExecuteSql,ExecuteSqlRaw,ExecuteSqlInterpolated,"
            + "ExecuteSqlAsync,ExecuteSqlRawAsync,ExecuteSqlInterpolatedAsync,SqlQuery,SqlQueryRaw"
    )]
    public void Every_overload_of_a_banned_method_is_listed(Type type, string methods)
    {
        var members = Everything.GetTypeByMetadataName(type.FullName!)!.GetMembers();
        var overloads = methods
            .Split(',')
            .SelectMany(name => members.Where(m => m.Name == name && m.DeclaredAccessibility == Accessibility.Public))
            .ToList();

        Assert.Equal(methods.Split(','), overloads.Select(m => m.Name).Distinct());
        Assert.DoesNotContain(overloads, m => !Ids.Contains(m.GetDocumentationCommentId()!));
    }
}
