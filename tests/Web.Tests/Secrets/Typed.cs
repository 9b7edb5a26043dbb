using System.Text;

namespace SecretsDashboard.Web.Tests.Secrets;

/// <summary>What stands in the value fields of a page, as the browser would hand it over when the form is sent.</summary>
internal static class Typed
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
