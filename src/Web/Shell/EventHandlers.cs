using Microsoft.AspNetCore.Components;

namespace SecretsDashboard.Web.Shell;

/// <summary>The event that notifies a menu that the browser closed it (Escape, a click elsewhere): <c>@onrowmenuclose</c>.
/// Registered in <c>shell.js</c>.</summary>
[EventHandler("onrowmenuclose", typeof(EventArgs), enableStopPropagation: true, enablePreventDefault: false)]
public static class EventHandlers;
