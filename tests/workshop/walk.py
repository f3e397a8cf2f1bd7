"""Who gets in where in the admin: one line an address, the letters of the roles let in.

v visitor, l learner, c clerk, t trainer (with the first module), n new trainer (without a module),
m methodologist, e site editor, a administrator, o data protection officer; "-" for nobody of them, which is what operators
(superusers) only may see, what is shut, and what needs more than its address to be found.

An address about a page has three columns: a lesson of the trainer's module (submitted by them), a
lesson of another module, a page of the site. What only asks "are you sure" or leads on to the page's
history lets everybody in; doing it asks again, and `test_roles.py` tries that.
"""

LETTERS = {
    "v": "visitor",
    "l": "learner",
    "c": "clerk",
    "t": "trainer",
    "n": "newcomer",
    "m": "methodologist",
    "e": "editor",
    "a": "administrator",
    "o": "officer",
}
ROLES = list(LETTERS.values())
PAGES = ("given", "other", "site")

TABLE = """
admin/login/                                                           -
admin/failwhale/                                                       -
admin/test404/                                                         -
no_api_action                                                          -
wagtailadmin_home                                                      tnmeao
wagtailadmin_api:pages:listing                                         tnmeao
wagtailadmin_api:pages:detail                                          tmea
wagtailadmin_api:pages:find                                            -
wagtailadmin_api:documents:listing                                     tnmeao
wagtailadmin_api:documents:detail                                      tnmeao
wagtailadmin_api:documents:find                                        -
wagtailadmin_api:images:listing                                        tnmeao
wagtailadmin_api:images:detail                                         tnmeao
wagtailadmin_api:images:find                                           -
wagtailadmin_explore_root                                              tmea
wagtailadmin_explore                                                   tmea tmea tmea
wagtailadmin_explore_results                                           tmea tmea tmea
wagtail_bulk_action                                                    tnmeao
wagtailadmin_pages:add                                                 tma ma ea
wagtailadmin_pages:preview_on_add                                      tma ma ea
wagtailadmin_pages:type_use                                            tmea
wagtailadmin_pages:choose_parent                                       tnmeao
wagtailadmin_pages:type_use_results                                    tmea
wagtailadmin_pages:usage                                               tma ma ea
wagtailadmin_pages:edit                                                tma ma ea
wagtailadmin_pages:preview_on_edit                                     tma ma ea
wagtailadmin_pages:view_draft                                          tma ma ea
wagtailadmin_pages:add_subpage                                         tma ma ea
wagtailadmin_pages:delete                                              ma ma ea
wagtailadmin_pages:unpublish                                           ma ma ea
wagtailadmin_pages:convert_alias                                       - - -
wagtailadmin_pages:search                                              tmea
wagtailadmin_pages:search_results                                      tmea
wagtailadmin_pages:move                                                ma ma ea
wagtailadmin_pages:move_confirm                                        tnmeao tnmeao tnmeao
wagtailadmin_pages:set_page_position                                   ma ma ea
wagtailadmin_pages:copy                                                tma ma ea
wagtailadmin_pages:workflow_action                                     ma tnmeao tnmeao
wagtailadmin_pages:collect_workflow_action_data                        ma tnmeao tnmeao
wagtailadmin_pages:confirm_workflow_cancellation                       tnmeao tnmeao tnmeao
wagtailadmin_pages:workflow_preview                                    ma - -
wagtailadmin_pages:set_privacy                                         ma ma ea
wagtailadmin_pages:lock                                                ma ma -
wagtailadmin_pages:unlock                                              - ma -
wagtailadmin_pages:revisions_index                                     tnmeao tnmeao tnmeao
wagtailadmin_pages:revisions_view                                      tma ma ea
wagtailadmin_pages:revisions_revert                                    tma ma ea
wagtailadmin_pages:revisions_unschedule                                ma ma ea
wagtailadmin_pages:revisions_compare                                   tma
wagtailadmin_pages:workflow_history                                    tma ma ea
wagtailadmin_pages:workflow_history_detail                             tma - -
wagtailadmin_pages:history                                             tma ma ea
wagtailadmin_pages:history_results                                     tma ma ea
wagtailadmin_choose_page                                               tnmeao
wagtailadmin_choose_page_child                                         tnmeao tnmeao tnmeao
wagtailadmin_choose_page_search                                        tnmeao
wagtailadmin_choose_page_chosen_multiple                               tnmeao
wagtailadmin_choose_page_external_link                                 tnmeao
wagtailadmin_choose_page_email_link                                    tnmeao
wagtailadmin_choose_page_phone_link                                    tnmeao
wagtailadmin_choose_page_anchor_link                                   tnmeao
wagtailadmin_tag_autocomplete                                          tnmeao
wagtailadmin_tag_model_autocomplete                                    -
wagtailadmin_collections:index                                         -
wagtailadmin_collections:add                                           -
wagtailadmin_collections:edit                                          -
wagtailadmin_collections:delete                                        -
wagtailadmin_collections:set_privacy                                   -
wagtailadmin_workflows:index                                           -
wagtailadmin_workflows:index_results                                   -
wagtailadmin_workflows:add                                             -
wagtailadmin_workflows:enable                                          -
wagtailadmin_workflows:disable                                         -
wagtailadmin_workflows:edit                                            -
wagtailadmin_workflows:usage                                           -
wagtailadmin_workflows:usage_results                                   -
wagtailadmin_workflows:remove                                          -
wagtailadmin_workflows:add_task                                        -
wagtailadmin_workflows:select_task_type                                -
wagtailadmin_workflows:task_index                                      -
wagtailadmin_workflows:task_index_results                              -
wagtailadmin_workflows:edit_task                                       -
wagtailadmin_workflows:disable_task                                    -
wagtailadmin_workflows:enable_task                                     -
wagtailadmin_workflows:task_chooser                                    tnmeao
wagtailadmin_workflows:task_chooser_results                            tnmeao
wagtailadmin_workflows:task_chooser_create                             tnmeao
wagtailadmin_workflows:task_chosen                                     tnmeao
wagtailadmin_reports:locked_pages                                      ma
wagtailadmin_reports:locked_pages_results                              ma
wagtailadmin_reports:workflow                                          tmea
wagtailadmin_reports:workflow_results                                  tmea
wagtailadmin_reports:workflow_tasks                                    tmea
wagtailadmin_reports:workflow_tasks_results                            tmea
wagtailadmin_reports:site_history                                      tnmeao
wagtailadmin_reports:site_history_results                              tnmeao
wagtailadmin_reports:aging_pages                                       tmea
wagtailadmin_reports:aging_pages_results                               tmea
wagtailadmin_reports:page_types_usage                                  tmea
wagtailadmin_reports:page_types_usage_results                          tmea
wagtailadmin_account                                                   tnmeao
wagtailadmin_logout                                                    -
wagtailadmin_dismissibles                                              tnmeao
wagtailadmin_editing_sessions:ping                                     tma
wagtailadmin_editing_sessions:release                                  tnmeao
wagtailadmin_block_preview                                             -
workshop_guide                                                         tnmeao
workshop_lessons                                                       tnma
workshop_policies                                                      a
workshop_propose_policy                                                a
workshop_policy_history                                                a
workshop_policy                                                        a
workshop_decide_policy                                                 a
workshop_appeals                                                       ao
workshop_appeal                                                        ao
workshop_patterns                                                      o
workshop_incidents                                                     o
workshop_open_incident                                                 o
workshop_incident                                                      o
workshop_tell                                                          o
workshop_incident_report                                               o
workshop_people                                                        ma
workshop_add                                                           ma
workshop_person                                                        ma
workshop_send_link                                                     a
workshop_move                                                          ma
workshop_end                                                           ma
courses_editions                                                       ma
courses_publish                                                        ma
courses_correct                                                        ma ma -
courses_history                                                        ma
courses_edition                                                        ma
courses_snapshot                                                       ma
courses_snapshot_frame                                                 ma
courses_withdrawals                                                    ma
courses_withdrawal                                                     ma
courses_propose_withdrawal                                             ma ma -
courses_files                                                          ma
courses_export                                                         ma
courses_transfer                                                       ma
courses_transfer_download                                              ma
courses_two_languages                                                  tma
courses_two_languages_of                                               tma
courses_translate                                                      tma ma -
courses_translate_begin                                                tma ma -
courses_remarks                                                        tma ma -
courses_phone_link                                                     tma ma -
learning_marked                                                        tma
learning_settle                                                        tma ma -
certificates_attendance                                                a
certificates_find                                                      ao
certificates_found                                                     ao
certificates_holder                                                    ao
certificates_act                                                       a
certificates_words                                                     ma
certificates_words_begin                                               ma
certificates_words_return                                              ma
certificates_words_one                                                 ma
certificates_words_edit                                                ma
certificates_words_ask                                                 ma
certificates_words_publish                                             a
certificates_words_end                                                 a
certificates_words_preview                                             ma
centres_undelivered                                                    ea
reports_figures                                                        tnma
reports_course_figures                                                 tnma
reports_figures_file                                                   tnma
reports_lesson_figures                                                 tnma tnma -
reports_registry                                                       a
certificates_bulk                                                      a
certificates_bulk_new                                                  a
certificates_bulk_job                                                  a
certificates_bulk_standing                                             a
certificates_bulk_choose                                               a
certificates_bulk_decide                                               a
certificates_bulk_result                                               a
certificates_bulk_picture                                              a
api_systems                                                            a
api_add                                                                a
api_system                                                             a
api_change                                                             a
api_add_key                                                            a
api_end                                                                a
api_revoke                                                             a
wagtailsettings:edit                                                   -
wagtailsettings:preview_on_edit                                        -
wagtailembeds:chooser                                                  tnmeao
wagtailembeds:chooser_upload                                           tnmeao
wagtailsnippets:index                                                  ma
wagtaildocs:index                                                      tnmea
wagtaildocs:index_results                                              tnmea
wagtaildocs:add                                                        tnmea
wagtaildocs:edit                                                       mea
wagtaildocs:delete                                                     mea
wagtaildocs:add_multiple                                               tnmea
wagtaildocs:edit_multiple                                              mea
wagtaildocs:create_multiple_from_uploaded_document                     t
wagtaildocs:delete_multiple                                            mea
wagtaildocs:delete_upload_multiple                                     t
wagtaildocs:document_usage                                             mea
wagtailimages:index                                                    tnmea
wagtailimages:index_results                                            tnmea
wagtailimages:edit                                                     mea
wagtailimages:delete                                                   mea
wagtailimages:url_generator                                            -
wagtailimages:url_generator_output                                     -
wagtailimages:preview                                                  mea
wagtailimages:add                                                      tnmea
wagtailimages:image_usage                                              mea
wagtailimages:add_multiple                                             tnmea
wagtailimages:edit_multiple                                            mea
wagtailimages:create_multiple_from_uploaded_image                      t
wagtailimages:delete_multiple                                          mea
wagtailimages:delete_upload_multiple                                   t
wagtailsnippets_registry_registryoffice:list                           -
wagtailsnippets_registry_registryoffice:list_results                   -
wagtailsnippets_registry_registryoffice:add                            -
wagtailsnippets_registry_registryoffice:edit                           -
wagtailsnippets_registry_registryoffice:delete                         -
wagtailsnippets_registry_registryoffice:usage                          -
wagtailsnippets_registry_registryoffice:history                        -
wagtailsnippets_registry_registryoffice:history_results                -
wagtailsnippets_registry_registryoffice:copy                           -
wagtailsnippetchoosers_registry_registryoffice:choose                  tnmeao
wagtailsnippetchoosers_registry_registryoffice:choose_results          tnmeao
wagtailsnippetchoosers_registry_registryoffice:chosen                  tnmeao
wagtailsnippetchoosers_registry_registryoffice:chosen_multiple         tnmeao
wagtailsnippetchoosers_registry_registryoffice:create                  -
wagtailsnippets_registry_clerkship:list                                -
wagtailsnippets_registry_clerkship:list_results                        -
wagtailsnippets_registry_clerkship:add                                 -
wagtailsnippets_registry_clerkship:edit                                -
wagtailsnippets_registry_clerkship:delete                              -
wagtailsnippets_registry_clerkship:usage                               -
wagtailsnippets_registry_clerkship:history                             -
wagtailsnippets_registry_clerkship:history_results                     -
wagtailsnippets_registry_clerkship:copy                                -
wagtailsnippetchoosers_registry_clerkship:choose                       tnmeao
wagtailsnippetchoosers_registry_clerkship:choose_results               tnmeao
wagtailsnippetchoosers_registry_clerkship:chosen                       tnmeao
wagtailsnippetchoosers_registry_clerkship:chosen_multiple              tnmeao
wagtailsnippetchoosers_registry_clerkship:create                       -
wagtailsnippets_centres_centrepost:list                                -
wagtailsnippets_centres_centrepost:list_results                        -
wagtailsnippets_centres_centrepost:add                                 -
wagtailsnippets_centres_centrepost:edit                                -
wagtailsnippets_centres_centrepost:delete                              -
wagtailsnippets_centres_centrepost:usage                               -
wagtailsnippets_centres_centrepost:history                             -
wagtailsnippets_centres_centrepost:history_results                     -
wagtailsnippets_centres_centrepost:copy                                -
wagtailsnippetchoosers_centres_centrepost:choose                       tnmeao
wagtailsnippetchoosers_centres_centrepost:choose_results               tnmeao
wagtailsnippetchoosers_centres_centrepost:chosen                       tnmeao
wagtailsnippetchoosers_centres_centrepost:chosen_multiple              tnmeao
wagtailsnippetchoosers_centres_centrepost:create                       -
wagtailsnippets_courses_course:list                                    ma
wagtailsnippets_courses_course:list_results                            ma
wagtailsnippets_courses_course:add                                     ma
wagtailsnippets_courses_course:edit                                    ma
wagtailsnippets_courses_course:delete                                  -
wagtailsnippets_courses_course:usage                                   ma
wagtailsnippets_courses_course:history                                 ma
wagtailsnippets_courses_course:history_results                         ma
wagtailsnippetchoosers_courses_course:choose                           tnmeao
wagtailsnippetchoosers_courses_course:choose_results                   tnmeao
wagtailsnippetchoosers_courses_course:chosen                           tnmeao
wagtailsnippetchoosers_courses_course:chosen_multiple                  tnmeao
wagtailsnippetchoosers_courses_course:create                           ma
wagtailsnippets_cms_helpline:list                                      ea
wagtailsnippets_cms_helpline:list_results                              ea
wagtailsnippets_cms_helpline:add                                       ea
wagtailsnippets_cms_helpline:edit                                      ea
wagtailsnippets_cms_helpline:delete                                    ea
wagtailsnippets_cms_helpline:usage                                     ea
wagtailsnippets_cms_helpline:history                                   ea
wagtailsnippets_cms_helpline:history_results                           ea
wagtailsnippets_cms_helpline:copy                                      ea
wagtailsnippetchoosers_cms_helpline:choose                             tnmeao
wagtailsnippetchoosers_cms_helpline:choose_results                     tnmeao
wagtailsnippetchoosers_cms_helpline:chosen                             tnmeao
wagtailsnippetchoosers_cms_helpline:chosen_multiple                    tnmeao
wagtailsnippetchoosers_cms_helpline:create                             ea
wagtailsnippets_cms_familysupportcentre:list                           ea
wagtailsnippets_cms_familysupportcentre:list_results                   ea
wagtailsnippets_cms_familysupportcentre:add                            ea
wagtailsnippets_cms_familysupportcentre:edit                           ea
wagtailsnippets_cms_familysupportcentre:delete                         ea
wagtailsnippets_cms_familysupportcentre:usage                          ea
wagtailsnippets_cms_familysupportcentre:history                        ea
wagtailsnippets_cms_familysupportcentre:history_results                ea
wagtailsnippets_cms_familysupportcentre:copy                           ea
wagtailsnippetchoosers_cms_familysupportcentre:choose                  tnmeao
wagtailsnippetchoosers_cms_familysupportcentre:choose_results          tnmeao
wagtailsnippetchoosers_cms_familysupportcentre:chosen                  tnmeao
wagtailsnippetchoosers_cms_familysupportcentre:chosen_multiple         tnmeao
wagtailsnippetchoosers_cms_familysupportcentre:create                  ea
wagtailsites:index                                                     -
wagtailsites:index_results                                             -
wagtailsites:add                                                       -
wagtailsites:edit                                                      -
wagtailsites:delete                                                    -
wagtailsites:history                                                   -
wagtailsites:history_results                                           -
wagtailsites:usage                                                     -
wagtailsites:copy                                                      -
wagtailusers_users:index                                               ma
wagtailusers_users:index_results                                       ma
wagtailusers_users:add                                                 ma
wagtailusers_users:edit                                                ma
wagtailusers_users:delete                                              ma
wagtailusers_users:history                                             ma
wagtailusers_users:history_results                                     ma
wagtailusers_users:usage                                               ma
wagtailusers_users:copy                                                ma
wagtailusers_groups:index                                              ma
wagtailusers_groups:index_results                                      ma
wagtailusers_groups:add                                                ma
wagtailusers_groups:edit                                               ma
wagtailusers_groups:delete                                             ma
wagtailusers_groups:history                                            ma
wagtailusers_groups:history_results                                    ma
wagtailusers_groups:usage                                              ma
wagtailusers_groups:copy                                               ma
wagtaildocs_chooser:choose                                             tnmeao
wagtaildocs_chooser:choose_results                                     tnmeao
wagtaildocs_chooser:chosen                                             tnmea
wagtaildocs_chooser:chosen_multiple                                    tnmeao
wagtaildocs_chooser:create                                             tnmea
wagtailimages_chooser:choose                                           tnmeao
wagtailimages_chooser:choose_results                                   tnmeao
wagtailimages_chooser:chosen                                           tnmea
wagtailimages_chooser:chosen_multiple                                  tnmeao
wagtailimages_chooser:create                                           tnmea
wagtailimages_chooser:select_format                                    tnmea
wagtaillocales:index                                                   -
wagtaillocales:index_results                                           -
wagtaillocales:add                                                     -
wagtaillocales:edit                                                    -
wagtaillocales:delete                                                  -
wagtaillocales:history                                                 -
wagtaillocales:history_results                                         -
wagtaillocales:usage                                                   -
wagtailmedia:index                                                     tnma
wagtailmedia:add                                                       tnma
wagtailmedia:edit                                                      ma
wagtailmedia:delete                                                    ma
wagtailmedia:chooser                                                   tnmeao
wagtailmedia:chooser_typed                                             tnmeao
wagtailmedia:media_chosen                                              ma
wagtailmedia:chooser_upload                                            tnma
wagtailmedia:media_usage                                               tnma
wagtailadmin_sprite                                                    vlctnmeao
wagtailadmin_password_reset                                            -
wagtailadmin_password_reset_done                                       -
wagtailadmin_password_reset_confirm                                    -
wagtailadmin_password_reset_complete                                   -
wagtailadmin_javascript_catalog                                        vlctnmeao
courses:draft                                                          vlctnmeao
courses:try_activity                                                   vlctnmeao
admin/.*/                                                              -
"""


def parsed(table: str) -> dict[tuple[str, str], set[str]]:
    """Return the roles let in by the name of the address and the page it is tried with, or ""."""
    rows: dict[tuple[str, str], set[str]] = {}
    for line in table.strip().splitlines():
        name, *columns = line.split()
        pages = PAGES if len(columns) == len(PAGES) else ("",)
        for page, letters in zip(pages, columns, strict=True):
            assert (name, page) not in rows, name
            rows[name, page] = {LETTERS[letter] for letter in letters.strip("-")}
    return rows


WALK = parsed(TABLE)
