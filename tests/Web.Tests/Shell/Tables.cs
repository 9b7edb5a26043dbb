using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Tables
{
    // The compiled pages refer to every component that they render.
    [Fact]
    public void No_page_uses_a_table_or_a_menu_of_MudBlazor()
    {
        using var program = new PEReader(File.OpenRead(typeof(App).Assembly.Location));
        var metadata = program.GetMetadataReader();

        var types = metadata.TypeReferences.Select(type => metadata.GetString(metadata.GetTypeReference(type).Name)).ToHashSet();

        Assert.Contains("MudDialog", types);
        Assert.DoesNotContain("MudTable`1", types);
        Assert.DoesNotContain("MudDataGrid`1", types);
        Assert.DoesNotContain("MudSimpleTable", types);
        Assert.DoesNotContain("MudMenu", types);
    }
}
