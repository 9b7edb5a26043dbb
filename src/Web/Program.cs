using SecretsDashboard.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddHosting();
builder.AddDashboard();

var app = builder.Build();
app.UseHosting();
app.MapDashboard();
app.Run();
