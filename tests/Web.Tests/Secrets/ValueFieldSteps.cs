using System.Text;

namespace SecretsDashboard.Web.Tests.Secrets;

/// <summary>The input of a page's value fields, as the browser would submit it with the form.</summary>
internal static class ValueFieldSteps
{
    public static void TypeValue(this Screen screen, string value, string? problem = null)
    {
        var module = screen.JSInterop.SetupModule("./value-field.js");
        module.Mode = JSRuntimeMode.Loose;
        var field = module.SetupModule("attach", _ => true);
        field.Mode = JSRuntimeMode.Loose;
        field.Setup<string?>("problem").SetResult(problem);
        field.Setup<byte[]>("read").SetResult(Encoding.UTF8.GetBytes(value));
    }
}
